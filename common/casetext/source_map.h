// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Where in a text each value of a document stands. Plain values, any thread.
namespace labwarden::casetext {

/// A place between two characters.
struct Position {
    std::size_t line = 1;   ///< from 1; ends at LF, CR LF and CR
    std::size_t column = 1; ///< from 1, in characters (code points, not UTF-16 units)
    std::size_t offset = 0; ///< from 0, in bytes of UTF-8
    bool operator==(const Position&) const = default;
};

/// From `begin` up to and without `end`.
struct Range {
    Position begin, end;
    bool operator==(const Range&) const = default;
};

enum class NodeKind { scalar, list, map };

/// One value: where it stands, and the name in front of it when it is a field.
struct SourceNode {
    NodeKind kind = NodeKind::scalar;
    std::string name; ///< of a field
    Range nameRange;  ///< of a field; empty for items of lists
    Range value;      ///< quotes and the whole of a block included
    Range head;       ///< of lists and maps: their first line
    std::vector<std::uint32_t> children;
};

/// From JSON pointers (RFC 6901) to places.
class SourceMap {
public:
    /// Where to mark what is said of `pointer`: a scalar itself; of a list or map its name, or its first line
    /// when it has none. A field that is not there is marked at what it should have been in. Never fails; a
    /// text without any value is marked at its beginning.
    Range placeOf(std::string_view pointer) const;
    /// Null when the text has no such value. The root is "".
    const SourceNode* find(std::string_view pointer) const;
    /// The pointer of the innermost value that `offset` (bytes) lies in or directly behind, the name of a
    /// field counted to its value: what a cursor is at.
    std::string pointerAt(std::size_t offset) const;

    /// For those who build one: node 0 is the root, the others hang on a parent that is there already.
    /// Returns the node's number; references to nodes last until the next call.
    std::uint32_t add(SourceNode node, std::uint32_t parent);
    SourceNode& node(std::uint32_t number) { return m_nodes[number]; }

private:
    const SourceNode* walk(std::string_view pointer, bool nearest) const;

    std::vector<SourceNode> m_nodes;
};

/// Numbers of bytes and characters of a text to positions in it. The text must outlive this.
class Lines {
public:
    explicit Lines(std::string_view utf8);
    Position atByte(std::size_t offset) const;
    Position atCharacter(std::size_t index) const;
    /// The end of the line that `at` lies in, before its line break.
    Position endOfLine(const Position& at) const;
    std::size_t characters() const { return m_starts.empty() ? m_text.size() : m_starts.size(); }

private:
    Position at(std::size_t offset, std::size_t index) const;

    struct Line {
        std::size_t offset, index;
    };
    std::string_view m_text;
    std::vector<Line> m_lines;
    std::vector<std::uint32_t> m_starts; ///< the byte each character begins at; empty: they are the same
};

} // namespace labwarden::casetext

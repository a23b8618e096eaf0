// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/tree.h"

#include <boost/json/parse.hpp>

#include <set>

namespace labwarden::casetext::detail {

namespace {

/// Walks over text that is known to be JSON, nested no deeper than wire::maxDepth.
class Walk {
public:
    Walk(std::string_view text, const Lines& lines, Tree& tree)
        : m_text(text), m_lines(lines), m_tree(tree) {}

    void run() {
        skipBlanks();
        value({}, 0, &m_tree.value);
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(" \t\r\n,:", m_at), m_text.size()); }

    void skipString() {
        for (++m_at; peek() != '"'; ++m_at)
            m_at += peek() == '\\' ? 1 : 0;
        ++m_at;
    }

    void skipWord(boost::json::value* read) {
        const std::size_t begin = m_at;
        m_at = std::min(m_text.find_first_of(" \t\r\n,:]}", m_at), m_text.size());
        if (read && read->is_double()) {
            if (const auto exact = exactDouble(m_text.substr(begin, m_at - begin)))
                *read = *exact;
        }
    }

    Range rangeFrom(std::size_t begin) const { return {m_lines.atByte(begin), m_lines.atByte(m_at)}; }

    /// `read` is what has been read there; null where a doubled name hides it.
    void value(SourceNode node, std::uint32_t parent, boost::json::value* read) {
        if (++m_values > mostValues)
            return;
        const std::size_t begin = m_at;
        const char first = peek();
        node.kind = first == '{' ? NodeKind::map : first == '[' ? NodeKind::list : NodeKind::scalar;
        const std::uint32_t self = m_tree.places.add(std::move(node), parent);
        if (first == '"')
            skipString();
        else if (first == '{' || first == '[')
            inside(self, first == '{' ? '}' : ']', read);
        else
            skipWord(read);
        SourceNode& done = m_tree.places.node(self);
        done.value = rangeFrom(begin);
        done.head = done.value;
        if (done.value.end.line > done.value.begin.line)
            done.head.end = m_lines.endOfLine(done.value.begin);
    }

    void inside(std::uint32_t self, char closing, boost::json::value* read) {
        boost::json::object* const object = read ? read->if_object() : nullptr;
        boost::json::array* const array = read ? read->if_array() : nullptr;
        std::set<std::string> names;
        std::size_t index = 0;
        for (++m_at, skipBlanks(); peek() != closing && m_values <= mostValues; skipBlanks()) {
            SourceNode child;
            if (closing == '}') {
                const std::size_t begin = m_at;
                skipString();
                child.nameRange = rangeFrom(begin);
                const auto name =
                    boost::json::parse(boost::json::string_view(m_text.data() + begin, m_at - begin));
                child.name = std::string(name.as_string());
                if (!names.insert(child.name).second)
                    m_tree.faults.push_back({"", "is there twice", child.nameRange});
                skipBlanks();
            }
            boost::json::value* const inner = closing == '}'
                                                  ? (object ? object->if_contains(child.name) : nullptr)
                                              : array && index < array->size() ? &(*array)[index]
                                                                               : nullptr;
            ++index;
            value(std::move(child), self, inner);
        }
        ++m_at;
    }

    std::string_view m_text;
    const Lines& m_lines;
    Tree& m_tree;
    std::size_t m_at = 0;
    std::size_t m_values = 0;

public:
    bool tooMany() const { return m_values > mostValues; }
};

} // namespace

Tree placesOfJson(std::string_view text, const Lines& lines, boost::json::value value) {
    Tree tree;
    tree.value = std::move(value);
    Walk walk(text, lines, tree);
    walk.run();
    if (walk.tooMany()) {
        tree.faults.push_back({"", "holds more than " + std::to_string(mostValues) + " values", {}});
        return tree;
    }
    tree.whole = true;
    return tree;
}

} // namespace labwarden::casetext::detail

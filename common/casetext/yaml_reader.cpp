// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/tree.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <yaml.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace labwarden::casetext::detail {

namespace {

constexpr std::size_t longestName = 200; // bytes
constexpr std::size_t mostFaults = 100;

struct ParserEnd {
    void operator()(yaml_parser_t* parser) const {
        yaml_parser_delete(parser);
        delete parser;
    }
};
struct EventEnd {
    void operator()(yaml_event_t* event) const { yaml_event_delete(event); }
};

/// The commonest complaints of libyaml in the words of somebody who writes test cases.
std::string inPlainWords(std::string_view problem, char at) {
    if (at == '\t')
        return "a tab must not stand here: indent with blanks";
    if (problem == "mapping values are not allowed in this context")
        return "\": \" must not stand here: put the text in quotes, or look at the indentation";
    if (problem == "did not find expected key" || problem == "could not find expected ':'")
        return "is neither \"name: value\" nor indented like its neighbours";
    if (problem == "did not find expected '-' indicator")
        return "is not indented like the items of this list";
    if (problem == "did not find expected ',' or ']'" || problem == "did not find expected ',' or '}'")
        return "a comma or the closing bracket is missing before this";
    if (problem == "did not find expected node content")
        return "a value is missing before this";
    if (problem == "found unexpected end of stream")
        return "the text ends inside quotes";
    if (problem == "found character that cannot start any token")
        return "this character must not begin a value: put the text in quotes";
    if (problem == "control characters are not allowed")
        return "holds a control character: write it as an escape in double quotes";
    return "is not valid YAML: " + std::string(problem);
}

/// A map or list that is not closed yet.
struct Open {
    bool isMap = false;
    boost::json::object object;
    boost::json::array array;
    std::uint32_t number = 0;
    bool hasName = false; ///< a map: its next value's
    std::string name;
    Range nameRange;
};

class Builder {
public:
    Builder(std::string_view text, const Lines& lines) : m_text(text), m_lines(lines) {}

    Tree run() {
        std::unique_ptr<yaml_parser_t, ParserEnd> parser(new yaml_parser_t{});
        if (!yaml_parser_initialize(parser.get()))
            throw std::bad_alloc();
        yaml_parser_set_input_string(parser.get(), reinterpret_cast<const unsigned char*>(m_text.data()),
                                     m_text.size());
        yaml_parser_set_encoding(parser.get(), YAML_UTF8_ENCODING);
        while (!m_stopped) {
            yaml_event_t event;
            if (!yaml_parser_parse(parser.get(), &event)) {
                syntaxFault(*parser);
                break;
            }
            const std::unique_ptr<yaml_event_t, EventEnd> end(&event);
            if (event.type == YAML_STREAM_END_EVENT) {
                m_tree.whole = m_documents > 0;
                if (m_documents == 0)
                    fault("is empty", {});
                break;
            }
            take(event);
        }
        return std::move(m_tree);
    }

private:
    Range rangeOf(const yaml_event_t& event) const {
        return {m_lines.atCharacter(event.start_mark.index), m_lines.atCharacter(event.end_mark.index)};
    }

    void fault(std::string message, Range range) {
        if (m_tree.faults.size() < mostFaults)
            m_tree.faults.push_back({pointer(), std::move(message), range});
    }
    void stop(std::string message, Range range) {
        fault(std::move(message), range);
        m_stopped = true;
    }

    void syntaxFault(const yaml_parser_t& parser) {
        const std::string_view problem = parser.problem ? parser.problem : "unknown";
        const Position at = parser.error == YAML_READER_ERROR
                                ? m_lines.atByte(parser.problem_offset)
                                : m_lines.atCharacter(parser.problem_mark.index);
        const char c = at.offset < m_text.size() ? m_text[at.offset] : '\0';
        fault(inPlainWords(problem, c), {at, m_lines.endOfLine(at)});
    }

    /// Of the value that is being read.
    std::string pointer() const {
        std::string out;
        for (const Open& open : m_open) {
            if (open.isMap && !open.hasName)
                break;
            out += '/';
            if (!open.isMap)
                out += std::to_string(open.array.size());
            for (const char c : open.isMap ? open.name : std::string())
                out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
        }
        return out;
    }

    void take(const yaml_event_t& event) {
        const Range range = rangeOf(event);
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            if (++m_documents > 1)
                stop("a second document begins here: one text holds one", range);
            else if (event.data.document_start.version_directive ||
                     event.data.document_start.tag_directives.start !=
                         event.data.document_start.tag_directives.end)
                fault("directives (%YAML, %TAG) are not part of this format", range);
            break;
        case YAML_ALIAS_EVENT:
            fault("aliases (*name) are not part of this format: write the value out", range);
            value(nullptr, NodeKind::scalar, range);
            break;
        case YAML_SCALAR_EVENT:
            extras(event.data.scalar.anchor, event.data.scalar.tag, range);
            scalar(event, range);
            break;
        case YAML_SEQUENCE_START_EVENT:
            extras(event.data.sequence_start.anchor, event.data.sequence_start.tag, range);
            open(false, range);
            break;
        case YAML_MAPPING_START_EVENT:
            extras(event.data.mapping_start.anchor, event.data.mapping_start.tag, range);
            open(true, range);
            break;
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
            close(range);
            break;
        default:
            break;
        }
    }

    void extras(const unsigned char* anchor, const unsigned char* tag, Range range) {
        if (anchor)
            fault("anchors (&name) are not part of this format: write the value out", range);
        if (tag)
            fault("tags (!name) are not part of this format: put texts in quotes", range);
    }

    /// libyaml ends a block where the next line begins.
    Range trimmed(Range range) const {
        std::size_t end = range.end.offset;
        while (end > range.begin.offset &&
               std::string_view(" \t\r\n").find(m_text[end - 1]) != std::string_view::npos)
            --end;
        range.end = m_lines.atByte(end);
        return range;
    }

    void scalar(const yaml_event_t& event, Range range) {
        const auto& data = event.data.scalar;
        const std::string_view text(reinterpret_cast<const char*>(data.value), data.length);
        range = trimmed(range);
        if (!m_open.empty() && m_open.back().isMap && !m_open.back().hasName)
            return name(text, range);
        const bool plain = data.style == YAML_PLAIN_SCALAR_STYLE;
        value(plain ? plainValue(text)
                    : boost::json::value(boost::json::string_view(text.data(), text.size())),
              NodeKind::scalar, range);
    }

    void name(std::string_view text, Range range) {
        if (text.size() > longestName)
            return stop("is longer than a name of a field can be", range);
        Open& map = m_open.back();
        map.name = text;
        map.nameRange = range;
        map.hasName = true;
        if (map.object.contains(map.name))
            fault("is there twice", range);
    }

    /// Adds a place below what is open, and says its number.
    std::optional<std::uint32_t> place(NodeKind kind, Range range) {
        if (++m_values > mostValues) {
            stop("holds more than " + std::to_string(mostValues) + " values", range);
            return std::nullopt;
        }
        if (!m_open.empty() && m_open.back().isMap && !m_open.back().hasName) {
            stop("a name of a field must be a text", range);
            return std::nullopt;
        }
        SourceNode node{.kind = kind, .value = range, .head = range, .children = {}};
        if (!m_open.empty() && m_open.back().isMap) {
            node.name = m_open.back().name;
            node.nameRange = m_open.back().nameRange;
        }
        return m_tree.places.add(std::move(node), m_open.empty() ? 0 : m_open.back().number);
    }

    void value(boost::json::value value, NodeKind kind, Range range) {
        if (place(kind, range))
            put(std::move(value), range);
    }

    void put(boost::json::value value, const Range& range) {
        if (m_open.empty()) {
            m_tree.value = std::move(value);
            return;
        }
        Open& parent = m_open.back();
        if (parent.isMap)
            parent.object.insert_or_assign(parent.name, std::move(value));
        else
            parent.array.push_back(std::move(value));
        parent.hasName = false;
        Position& end = m_tree.places.node(parent.number).value.end;
        if (range.end.offset > end.offset)
            end = range.end;
    }

    void open(bool isMap, Range range) {
        if (m_open.size() == deepestNesting)
            return stop("is nested too deep", range);
        if (const auto number = place(isMap ? NodeKind::map : NodeKind::list, range)) {
            m_open.emplace_back();
            m_open.back().isMap = isMap;
            m_open.back().number = *number;
        }
    }

    void close(const Range& range) {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        SourceNode& node = m_tree.places.node(done.number);
        const char closing = range.begin.offset < m_text.size() ? m_text[range.begin.offset] : '\0';
        const bool bracket = range.end.offset > range.begin.offset && (closing == ']' || closing == '}');
        if (bracket)
            node.value.end = range.end;
        node.head = {node.value.begin, node.value.end.line > node.value.begin.line
                                           ? m_lines.endOfLine(node.value.begin)
                                           : node.value.end};
        const Range whole = node.value;
        put(done.isMap ? boost::json::value(std::move(done.object))
                       : boost::json::value(std::move(done.array)),
            whole);
    }

    std::string_view m_text;
    const Lines& m_lines;
    Tree m_tree;
    std::vector<Open> m_open;
    std::size_t m_documents = 0, m_values = 0;
    bool m_stopped = false;
};

} // namespace

Tree readYaml(std::string_view text, const Lines& lines) {
    return Builder(text, lines).run();
}

} // namespace labwarden::casetext::detail

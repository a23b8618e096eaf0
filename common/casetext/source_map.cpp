// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/source_map.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace labwarden::casetext {

namespace {

std::string unescaped(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size())
            out += token[++i] == '1' ? '/' : '~';
        else
            out += token[i];
    }
    return out;
}

std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name)
        out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return out;
}

std::optional<std::size_t> indexOf(std::string_view token) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    return error == std::errc() && end == token.data() + token.size() ? std::optional(index) : std::nullopt;
}

bool isEmpty(const Range& range) {
    return range.begin.offset >= range.end.offset;
}

bool holds(const SourceNode& node, std::size_t offset) {
    const std::size_t begin = isEmpty(node.nameRange) ? node.value.begin.offset : node.nameRange.begin.offset;
    return offset >= begin && offset <= std::max(node.value.end.offset, node.nameRange.end.offset);
}

} // namespace

std::uint32_t SourceMap::add(SourceNode node, std::uint32_t parent) {
    const auto number = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes.push_back(std::move(node));
    if (number > 0)
        m_nodes[parent].children.push_back(number);
    return number;
}

const SourceNode* SourceMap::walk(std::string_view pointer, bool nearest) const {
    if (m_nodes.empty())
        return nullptr;
    const SourceNode* node = &m_nodes.front();
    while (!pointer.empty()) {
        pointer.remove_prefix(1); // the slash
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        const std::string_view token = pointer.substr(0, end);
        pointer.remove_prefix(end);
        const SourceNode* child = nullptr;
        if (node->kind == NodeKind::list) {
            if (const auto index = indexOf(token); index && *index < node->children.size())
                child = &m_nodes[node->children[*index]];
        } else {
            const std::string name = unescaped(token);
            for (const std::uint32_t number : node->children)
                if (m_nodes[number].name == name)
                    child = &m_nodes[number];
        }
        if (!child)
            return nearest ? node : nullptr;
        node = child;
    }
    return node;
}

const SourceNode* SourceMap::find(std::string_view pointer) const {
    return walk(pointer, false);
}

Range SourceMap::placeOf(std::string_view pointer) const {
    const SourceNode* const node = walk(pointer, true);
    if (!node)
        return {};
    if (node->kind == NodeKind::scalar && !isEmpty(node->value))
        return node->value;
    return isEmpty(node->nameRange) ? node->head : node->nameRange;
}

std::string SourceMap::pointerAt(std::size_t offset) const {
    std::string pointer;
    if (m_nodes.empty())
        return pointer;
    const SourceNode* node = &m_nodes.front();
    for (;;) {
        const SourceNode* inner = nullptr;
        std::size_t place = 0;
        for (std::size_t i = 0; i < node->children.size(); ++i) {
            if (const SourceNode& child = m_nodes[node->children[i]]; holds(child, offset)) {
                inner = &child; // of two that touch the later one
                place = i;
            }
        }
        if (!inner)
            return pointer;
        pointer += '/';
        pointer += node->kind == NodeKind::list ? std::to_string(place) : escaped(inner->name);
        node = inner;
    }
}

Lines::Lines(std::string_view utf8) : m_text(utf8), m_lines{{0, 0}} {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    const bool ascii = std::ranges::none_of(m_text, [](char c) { return (c & 0x80) != 0; });
    if (!ascii)
        m_starts.reserve(m_text.size());
    std::size_t index = 0;
    for (std::size_t i = 0; i < m_text.size(); ++i) {
        if (continues(m_text[i]))
            continue;
        if (!ascii)
            m_starts.push_back(static_cast<std::uint32_t>(i));
        ++index;
        const bool lone = m_text[i] == '\r' && (i + 1 == m_text.size() || m_text[i + 1] != '\n');
        if (m_text[i] == '\n' || lone)
            m_lines.push_back({i + 1, index});
    }
}

Position Lines::at(std::size_t offset, std::size_t index) const {
    const auto after = std::ranges::upper_bound(m_lines, offset, {}, &Line::offset);
    const Line& line = *std::prev(after);
    return {static_cast<std::size_t>(after - m_lines.begin()), index - line.index + 1, offset};
}

Position Lines::atByte(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    if (m_starts.empty())
        return at(offset, offset);
    const auto found = std::ranges::lower_bound(m_starts, static_cast<std::uint32_t>(offset));
    const auto index = static_cast<std::size_t>(found - m_starts.begin());
    return at(found == m_starts.end() ? m_text.size() : *found, index);
}

Position Lines::atCharacter(std::size_t index) const {
    index = std::min(index, characters());
    if (m_starts.empty())
        return at(index, index);
    return at(index < m_starts.size() ? m_starts[index] : m_text.size(), index);
}

Position Lines::endOfLine(const Position& place) const {
    return atByte(std::min(m_text.find_first_of("\r\n", place.offset), m_text.size()));
}

} // namespace labwarden::casetext

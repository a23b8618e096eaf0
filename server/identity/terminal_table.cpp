// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/terminal_table.h"

#include <algorithm>
#include <cstddef>
#include <ostream>

namespace labwarden::identity {

namespace {

/// The code point that begins at `at` and its bytes; text is well-formed UTF-8, as the database has it.
struct Point {
    char32_t value = 0;
    std::size_t bytes = 1;
};

Point pointAt(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t value = bytes == 1 ? first : first & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes && at + i < text.size(); ++i)
        value = (value << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    return {value, std::min(bytes, text.size() - at)};
}

bool isUnsafe(char32_t c) {
    const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    return c < 0x20 || in(0x7F, 0x9F) || in(0x200B, 0x200F) || in(0x2028, 0x202E) || in(0x2060, 0x206F) ||
           c == 0xFEFF;
}

std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::string terminalText(std::string_view text) {
    std::string safe;
    for (std::size_t at = 0; at < text.size();) {
        const Point point = pointAt(text, at);
        if (isUnsafe(point.value))
            safe += '?';
        else
            safe += text.substr(at, point.bytes);
        at += point.bytes;
    }
    return safe;
}

void TerminalTable::add(std::vector<std::string> cells) {
    for (std::string& cell : cells)
        cell = terminalText(cell);
    m_rows.push_back(std::move(cells));
}

void TerminalTable::print(std::ostream& out) const {
    std::vector<std::size_t> widths(m_rows.front().size());
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    for (const auto& row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] + 2 - widthOf(row[i]), ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << "\n";
    }
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/cursor.h"

#include <charconv>

namespace labwarden::board {

std::optional<StreamId> StreamId::parse(std::string_view text) {
    StreamId id;
    const char* const end = text.data() + text.size();
    const auto [dash, first] = std::from_chars(text.data(), end, id.ms);
    if (first != std::errc() || dash == end || *dash != '-')
        return std::nullopt;
    const auto [rest, second] = std::from_chars(dash + 1, end, id.sequence);
    if (second != std::errc() || rest != end)
        return std::nullopt;
    return id;
}

std::optional<Cursor> Cursor::parse(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const std::optional<StreamId> id = StreamId::parse(text.substr(dot + 1));
    if (!id)
        return std::nullopt;
    return Cursor{std::string(text.substr(0, dot)), *id};
}

} // namespace labwarden::board

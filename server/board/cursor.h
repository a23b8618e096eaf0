// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace labwarden::board {

/// The id of an entry in a Redis Stream. Grows with every entry of one epoch.
struct StreamId {
    std::uint64_t ms = 0, sequence = 0;

    std::string text() const { return std::to_string(ms) + "-" + std::to_string(sequence); }
    static std::optional<StreamId> parse(std::string_view text);
    auto operator<=>(const StreamId&) const = default;
};

/// Where a reader of events stands: "<epoch>.<id>". Ids of different epochs say nothing to each other.
struct Cursor {
    std::string epoch;
    StreamId id;

    std::string text() const { return epoch + "." + id.text(); }
    static std::optional<Cursor> parse(std::string_view text);
};

} // namespace labwarden::board

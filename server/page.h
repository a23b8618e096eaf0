// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden {

/// A place in a list that is ordered by (created_at, id): the last item that has been read.
struct PagePlace {
    std::int64_t createdUs = 0; ///< microseconds since 1970: PostgreSQL's resolution
    std::string id;             ///< UUID
    bool operator==(const PagePlace&) const = default;
};

/// A place in a list of numbered entries that is ordered by (at, id): the last entry that has been read.
struct EntryPlace {
    std::int64_t atUs = 0; ///< microseconds since 1970
    std::int64_t id = 0;
    bool operator==(const EntryPlace&) const = default;
};

struct PageRequest {
    std::optional<PagePlace> after; ///< nothing: from the start
    int limit = 100;
};

template<class T>
struct Page {
    std::vector<T> items;
    std::optional<PagePlace> next; ///< nothing: that was all
};

} // namespace labwarden

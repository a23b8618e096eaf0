// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/json/domain.h"
#include "server/changed.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <boost/json/value.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What SQL functions answer with, read back into common/domain. A value that cannot be read is a fault of this program or of
/// whoever changed the tables by hand: std::runtime_error, for the log.
namespace labwarden::storage {

template <class T>
T fromJson(const boost::json::value& json) {
    wire::Reading<T> reading = wire::read<T>(json, wire::programs);
    if (!reading)
        throw std::runtime_error("stored JSON cannot be read at '" + reading.faults.front().pointer + "': " +
                                 reading.faults.front().message);
    return std::move(reading.value);
}

/// A text column of JSON.
boost::json::value parsed(const pqxx::field& field);

template <class T>
T fromJson(const pqxx::field& field) {
    return fromJson<T>(parsed(field));
}

/// `{"<name>": thing, "events": [...]}`
template <class T>
Changed<T> changedFrom(const boost::json::value& outcome, std::string_view name) {
    Changed<T> changed{fromJson<T>(outcome.at(name)), {}};
    for (const auto& event : outcome.at("events").as_array())
        changed.events.push_back(fromJson<Event>(event));
    return changed;
}

/// Runs a list query: parameters created_us, id, limit; columns item (JSON), created_us, id.
template <class T>
Page<T> pageFrom(Database& database, const Query& query, const PageRequest& request) {
    std::optional<std::string> us, id;
    if (request.after) {
        us = std::to_string(request.after->createdUs);
        id = request.after->id;
    }
    // One more than is asked for says whether there is a next page.
    const auto rows = database.acquire()->run(query, us, id, request.limit + 1);
    Page<T> page;
    for (const auto& row : rows) {
        if (static_cast<int>(page.items.size()) == request.limit)
            break;
        page.items.push_back(fromJson<T>(row["item"]));
        page.next = PagePlace{row["created_us"].template as<std::int64_t>(), row["id"].c_str()};
    }
    if (static_cast<int>(rows.size()) <= request.limit)
        page.next.reset();
    return page;
}

} // namespace labwarden::storage

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/changed.h"
#include "server/page.h"
#include "server/storage/database.h"
#include "server/stored_events.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

/// What SQL functions answer with in columns of text, read back into common/domain; throws as stored() does.
namespace labwarden::storage {

/// A text column of JSON.
boost::json::value parsed(const pqxx::field& field);

template<class T>
T fromJson(const pqxx::field& field) {
    return stored<T>(parsed(field));
}

/// `{"<name>": thing, "events": [...]}`
template<class T>
Changed<T> changedFrom(const boost::json::value& outcome, std::string_view name) {
    return {stored<T>(outcome.at(name)), storedEvents(outcome.at("events"))};
}

/// Runs a list query: parameters created_us, id, limit and whatever else it asks for; columns item (JSON),
/// created_us, id.
template<class T, class... Args>
Page<T> pageFrom(Database& database, const Query& query, const PageRequest& request, const Args&... args) {
    std::optional<std::string> us, id;
    if (request.after) {
        us = std::to_string(request.after->createdUs);
        id = request.after->id;
    }
    // One more than is asked for says whether there is a next page.
    const auto rows = database.acquire()->run(query, us, id, request.limit + 1, args...);
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

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_client.h"
#include "console/api/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the typed clients of the areas (LabApi and its neighbours) have in common: from the body of an answer
/// to a struct. For their sources only.
namespace labwarden::console {

/// The error of an answer that came, and does not say what it should.
ApiError unreadable();

/// A report that reads the body with `read` (json::value -> optional<T>) and hands the result on.
template<class T, class Read>
ApiJob::Report typed(Done<T> done, Read read) {
    return [done = std::move(done), read = std::move(read)](ApiResult<boost::json::value> result) {
        if (!result) {
            done(result.error());
            return;
        }
        if (auto value = read(*result))
            done(std::move(*value));
        else
            done(unreadable());
    };
}

/// The same for a body that is one T.
template<class T>
ApiJob::Report typed(Done<T> done) {
    return typed<T>(std::move(done), readTolerant<T>);
}

/// For an answer whose body says nothing (204): true.
inline ApiJob::Report noBody(Done<bool> done) {
    return typed<bool>(std::move(done), [](const boost::json::value&) { return std::optional(true); });
}

/// The list below `member` of an answer such as {devices: […]}. Entries that cannot be read are left out;
/// nothing when there is no such list.
template<class T>
std::optional<std::vector<T>> listOf(const boost::json::value& body, std::string_view member) {
    const auto* object = body.if_object();
    const auto* list = object ? object->if_contains(member) : nullptr;
    const auto* array = list ? list->if_array() : nullptr;
    if (!array)
        return std::nullopt;
    std::vector<T> items;
    items.reserve(array->size());
    for (const auto& entry : *array)
        if (auto item = readTolerant<T>(entry))
            items.push_back(std::move(*item));
    return items;
}

/// The text of a member; empty when there is none.
std::string textOf(const boost::json::value& body, std::string_view member);

} // namespace labwarden::console

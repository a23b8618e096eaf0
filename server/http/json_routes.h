// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/json/domain.h"
#include "server/changed.h"
#include "server/errors.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/page.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// What the routes of all areas translate alike: bodies, changed things, pages of lists.
namespace labwarden::http {

/// The body as a struct of common/domain; Invalid with every fault.
template<class T>
T bodyOf(const Request& request, wire::Policy policy = wire::people) {
    wire::Reading<T> reading = wire::read<T>(request.json(), policy);
    if (!reading)
        throw Invalid(std::move(reading.faults));
    return std::move(reading.value);
}

/// The version that `If-Match: "7"` names; VersionRequired without one, Invalid when it is none of ours.
std::int64_t expectedVersion(const Request& request);

/// The thing's own fields and, as `events`, the changed parts.
template<class T>
Response changed(const Changed<T>& change, int status) {
    boost::json::object body = boost::json::value_from(change.thing).as_object();
    body["events"] = boost::json::value_from(change.events);
    return Response::json(status, body);
}

/// ?limit=&cursor=; Invalid when a value makes no sense.
PageRequest pageRequest(const Request& request, int defaultLimit = 100, int maxLimit = 500);
/// The text of a place in a list, base64url; pageRequest() reads it back.
std::string cursorText(const PagePlace& place);
/// For lists in an order of their own: any text as a cursor and back; nothing for what is none.
std::string cursorText(std::string_view content);
std::optional<std::string> cursorContent(const std::string& cursor);
inline constexpr std::int64_t lastUs =
    253'402'300'799'999'999; ///< the end of the year 9999: the latest place in time

/// `{<plural>: [...], nextCursor}`, nextCursor null on the last page.
template<class T>
Response pageOf(std::string_view plural, const Page<T>& page) {
    boost::json::object body;
    body[plural] = boost::json::value_from(page.items);
    body["nextCursor"] = page.next ? boost::json::value(cursorText(*page.next)) : boost::json::value();
    return Response::json(200, body);
}

} // namespace labwarden::http

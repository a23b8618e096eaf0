// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/history_routes.h"

#include "common/enum_text.h"
#include "common/uuid.h"
#include "server/devices/history.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"

namespace labwarden::devices {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr int mostEntries = 500;
/// ?kind=&from=&to=&limit=&cursor=
Response page(History& history, const Request& request) {
    HistoryFilter filter;
    std::optional<EntryPlace> after;
    int limit = 100;
    http::QueryReader query(request);
    query.read(
        "kind",
        [&](const std::string& value) {
            filter.kind = fromText<HistoryKind>(value);
            return filter.kind.has_value();
        },
        "must be one of device, presence, lease, service");
    query.time("from", filter.from);
    query.time("to", filter.to);
    query.number("limit", limit, 1, mostEntries);
    query.place("cursor", after);
    query.check();
    const auto found = history.page(request.pathValue("id"), filter, after, limit);
    boost::json::object body;
    body["entries"] = boost::json::value_from(found.entries);
    body["nextCursor"] = nullptr;
    if (found.next)
        body["nextCursor"] = http::entryCursor(*found.next);
    return Response::json(200, body);
}

/// ?from=&to=&deviceId=&limit=&cursor=
Response utilisation(History& history, const Request& request) {
    std::optional<Timestamp> from, to;
    std::optional<std::string> device;
    http::QueryReader query(request);
    query.time("from", from);
    query.time("to", to);
    query.read(
        "deviceId",
        [&](const std::string& value) {
            device = value;
            return isUuid(value);
        },
        "must be a UUID");
    if (query.good() && !from)
        query.add("from", "is required");
    const TimeRange range{from.value_or(Timestamp{}), to.value_or(Timestamp::now())};
    if (query.good() && range.from >= range.to)
        query.add("to", "must be after from");
    else if (query.good() && range.to - range.from > History::longest)
        query.add("to",
                  "must be at most " + std::to_string(History::longest.count() / 24) + " days after from");
    query.check();
    const auto found = history.utilisation(range, device, http::pageRequest(request));
    boost::json::object body;
    body["from"] = boost::json::value_from(range.from);
    body["to"] = boost::json::value_from(range.to);
    body["devices"] = boost::json::value_from(found.items);
    body["nextCursor"] = found.next ? boost::json::value(http::cursorText(*found.next)) : nullptr;
    return Response::json(200, body);
}

} // namespace

std::vector<http::Route> historyRoutes(History& history) {
    const http::Session read{"devices:read"};
    return {
        {Method::Get, "/api/v1/devices/{id}/history", read,
         http::answer([&history](const Request& request) { return page(history, request); }),
         "What became of a device, newest first"},
        {Method::Get, "/api/v1/devices/utilisation", read,
         http::answer([&history](const Request& request) { return utilisation(history, request); }),
         "How devices spent a range of time"},
    };
}

} // namespace labwarden::devices

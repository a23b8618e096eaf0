// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/history_routes.h"

#include "common/enum_text.h"
#include "common/uuid.h"
#include "server/devices/history.h"
#include "server/errors.h"
#include "server/http/json_routes.h"

#include <charconv>

namespace labwarden::devices {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr int mostEntries = 500;
constexpr const char* aTime = "must be a time as in 2026-03-01T14:02:18Z";

template<class T>
bool isNumber(std::string_view text, T& out) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && rest == text.data() + text.size();
}

std::optional<HistoryPlace> placeOf(const std::string& cursor) {
    const auto plain = http::cursorContent(cursor);
    const auto dot = plain ? plain->find('.') : std::string::npos;
    HistoryPlace place;
    if (dot == std::string::npos || !isNumber(std::string_view(*plain).substr(0, dot), place.atUs) ||
        !isNumber(std::string_view(*plain).substr(dot + 1), place.id) || place.atUs < 0 ||
        place.atUs > http::lastUs || place.id < 0)
        return std::nullopt;
    return place;
}

/// What a query says, and what is wrong with it.
class Query {
public:
    explicit Query(const Request& request) : m_request(request) {}

    /// Hands the value to `take`, which says whether it is good.
    template<class Take>
    void read(const char* name, const Take& take, const std::string& fault) {
        if (const auto text = m_request.queryValue(name); text && !take(*text))
            add(name, fault);
    }
    void time(const char* name, std::optional<Timestamp>& out) {
        read(
            name,
            [&](const std::string& value) {
                out = Timestamp::parse(value);
                return out.has_value();
            },
            aTime);
    }
    void add(const char* name, const std::string& fault) {
        m_faults.push_back({std::string("/") + name, fault});
    }
    bool good() const { return m_faults.empty(); }
    /// Throws Invalid with every fault.
    void check() {
        if (!good())
            throw Invalid(std::move(m_faults));
    }

private:
    const Request& m_request;
    std::vector<Fault> m_faults;
};

/// ?kind=&from=&to=&limit=&cursor=
Response page(History& history, const Request& request) {
    HistoryFilter filter;
    std::optional<HistoryPlace> after;
    int limit = 100;
    Query query(request);
    query.read(
        "kind",
        [&](const std::string& value) {
            filter.kind = fromText<HistoryKind>(value);
            return filter.kind.has_value();
        },
        "must be one of device, presence, lease, service");
    query.time("from", filter.from);
    query.time("to", filter.to);
    query.read(
        "limit",
        [&](const std::string& value) {
            return isNumber(value, limit) && limit >= 1 && limit <= mostEntries;
        },
        "must be a number from 1 to " + std::to_string(mostEntries));
    query.read(
        "cursor",
        [&](const std::string& value) {
            after = placeOf(value);
            return after.has_value();
        },
        "is not one that a list has answered with");
    query.check();
    const auto found = history.page(request.pathValue("id"), filter, after, limit);
    boost::json::object body;
    body["entries"] = boost::json::value_from(found.entries);
    body["nextCursor"] = nullptr;
    if (found.next)
        body["nextCursor"] =
            http::cursorText(std::to_string(found.next->atUs) + "." + std::to_string(found.next->id));
    return Response::json(200, body);
}

/// ?from=&to=&deviceId=&limit=&cursor=
Response utilisation(History& history, const Request& request) {
    std::optional<Timestamp> from, to;
    std::optional<std::string> device;
    Query query(request);
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

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/ingest_routes.h"

#include "server/errors.h"
#include "server/http/problem.h"
#include "server/telemetry/ingest.h"
#include "server/telemetry/submissions.h"

#include <boost/json.hpp>

namespace labwarden::telemetry {
namespace {

namespace json = boost::json;

json::value spilledOf(const IngestStatus& status) {
    if (!status.spills)
        return nullptr;
    return {{"bytes", status.spill.bytes},           {"segments", status.spill.segments},
            {"points", status.spill.points},         {"found", status.spill.found},
            {"failedWrites", status.spill.failures}, {"damagedSegments", status.spill.damagedSegments}};
}

json::object jsonOf(const IngestStatus& status) {
    const auto& [messages, unreadable, points, clockOff, inboundDropped, gathering] = status.intake;
    const auto& courier = status.courier;
    json::object out;
    out["mqttConnected"] = status.mqttConnected;
    out["influxdb"] = {{"reachable", courier.reachable},
                       {"since", courier.since ? json::value(courier.since->text()) : json::value()}};
    out["received"] = {{"messages", messages}, {"points", points}, {"timesReplaced", clockOff}};
    out["written"] = courier.written;
    out["replayed"] = courier.replayed;
    out["buffered"] = status.backlog.points + gathering;
    out["spilled"] = spilledOf(status);
    out["dropped"] = {{"unreadableMessages", unreadable},    {"inboundMessages", inboundDropped},
                      {"refusedPoints", courier.refused},    {"memoryPoints", status.backlog.dropped},
                      {"spillPoints", status.spill.dropped}, {"damagedPoints", status.spill.damagedPoints}};
    return out;
}

/// By the media type; nothing for one that is neither.
std::optional<Format> formatOf(const http::Request& request) {
    auto type = request.header("content-type");
    type = type.substr(0, type.find_first_of("; "));
    if (type == "application/json")
        return Format::json;
    if (type == "text/plain")
        return Format::lines;
    return std::nullopt;
}

http::Response take(Submissions& submissions, const http::Request& request) {
    const auto format = formatOf(request);
    if (!format)
        return http::problem(
            415, PublicText("Telemetry is application/json, or line protocol as text/plain."), request.id);
    const auto named = request.queryValue("precision");
    const auto precision = precisionOf(named.value_or("ns"));
    if (!precision)
        throw Invalid(std::vector<Fault>{{"/precision", "must be one of ns, us, ms, s"}});
    return http::Response::json(
        202, {{"points", submissions.take(request.pathValue("id"), *format, *precision, request.body)}});
}

} // namespace

std::vector<http::Route> ingestRoutes(Ingest& ingest, Submissions& submissions) {
    using http::Method;
    return {
        {Method::Get, "/api/v1/telemetry/status", http::Session{"devices:read"},
         http::answer(
             [&ingest](const http::Request&) { return http::Response::json(200, jsonOf(ingest.status())); }),
         "How telemetry stands at this server: taken, waiting, written, lost", http::RunOn::Inline},
        {Method::Post, "/api/v1/devices/{id}/telemetry", http::Session{"telemetry:write"},
         http::answer([&submissions](const http::Request& request) { return take(submissions, request); }),
         "Telemetry of a device without MQTT"},
    };
}

} // namespace labwarden::telemetry

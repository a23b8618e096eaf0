// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/ingest_routes.h"

#include "server/telemetry/ingest.h"

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

} // namespace

std::vector<http::Route> ingestRoutes(Ingest& ingest) {
    using http::Method;
    return {
        {Method::Get, "/api/v1/telemetry/status", http::Session{"devices:read"},
         http::answer(
             [&ingest](const http::Request&) { return http::Response::json(200, jsonOf(ingest.status())); }),
         "How telemetry stands at this server: taken, waiting, written, lost", http::RunOn::Inline},
    };
}

} // namespace labwarden::telemetry

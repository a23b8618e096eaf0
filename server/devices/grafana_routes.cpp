// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/grafana_routes.h"

#include "common/url_template.h"
#include "server/devices/registry.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"

namespace labwarden::devices {

namespace {

/// As Grafana takes it: milliseconds since 1970, or a word.
std::string placeInTime(const std::optional<Timestamp>& at, const char* otherwise) {
    return at ? std::to_string(at->ms) : otherwise;
}

/// ?from=&to=
http::Response linkTo(Registry& registry, const std::string& urlTemplate, const http::Request& request) {
    std::optional<Timestamp> from, to;
    http::QueryReader query(request);
    query.time("from", from);
    query.time("to", to);
    if (query.good() && from && *from >= to.value_or(Timestamp::now()))
        query.add("from", "must be before \"to\"");
    query.check();
    const auto device = registry.get(request.pathValue("id"));
    return http::Response::json(200,
                                {{"url", filledTemplate(urlTemplate, {{"device", device.key},
                                                                      {"from", placeInTime(from, "now-6h")},
                                                                      {"to", placeInTime(to, "now")}})}});
}

} // namespace

std::vector<http::Route> grafanaRoutes(Registry& registry, std::string urlTemplate) {
    return {
        {http::Method::Get, "/api/v1/devices/{id}/grafana-url", http::Session{"devices:read"},
         http::answer([&registry, urlTemplate = std::move(urlTemplate)](const http::Request& request) {
             return linkTo(registry, urlTemplate, request);
         }),
         "Where a device's telemetry stands in Grafana"},
    };
}

} // namespace labwarden::devices

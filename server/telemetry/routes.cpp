// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/routes.h"

#include "common/json/domain.h"
#include "server/http/query_reader.h"
#include "server/telemetry/query_service.h"

#include <boost/json.hpp>

namespace labwarden::telemetry {
namespace {

SeriesQuery readQuery(const http::Request& request) {
    http::QueryReader reader(request);
    SeriesQuery query;
    std::optional<Timestamp> from, to;
    for (const auto& [name, value] : request.queryValues)
        if (name == "metric")
            query.metrics.push_back(value);
    if (query.metrics.empty())
        reader.add("metric", "is required");
    reader.time("from", from);
    if (!request.queryValue("from"))
        reader.add("from", "is required");
    reader.time("to", to);
    reader.number("points", query.points);
    reader.check();
    query.from = *from;
    query.to = to.value_or(Timestamp::now());
    return query;
}

boost::json::object jsonOf(const SeriesAnswer& answer) {
    auto out = boost::json::value_from(answer.series).as_object();
    out["intervalMs"] = answer.intervalMs ? boost::json::value(*answer.intervalMs) : boost::json::value();
    boost::json::array gaps;
    for (const auto& gap : answer.gaps)
        gaps.emplace_back(boost::json::array{gap.from.ms, gap.to.ms});
    out["gaps"] = std::move(gaps);
    return out;
}

/// One metric's answer as it is; several as `series`, in the order in which they were asked for.
http::Response seriesOf(QueryService& service, const http::Request& request) {
    const auto query = readQuery(request);
    const auto answers = service.series(request.pathValue("id"), query);
    if (answers.size() == 1)
        return http::Response::json(200, jsonOf(answers.front()));
    boost::json::array all;
    for (const auto& answer : answers)
        all.push_back(jsonOf(answer));
    return http::Response::json(200, {{"series", std::move(all)}});
}

} // namespace

std::vector<http::Route> telemetryRoutes(QueryService& service) {
    using http::Method;
    std::vector<http::Route> routes;
    routes.push_back({.method = Method::Get,
                      .path = "/api/v1/devices/{id}/telemetry",
                      .access = http::Session{"devices:read"},
                      .handler = http::answer(
                          [&service](const http::Request& request) { return seriesOf(service, request); }),
                      .summary = "Telemetry, thinned to minimum and maximum"});
    routes.push_back(
        {.method = Method::Get,
         .path = "/api/v1/devices/{id}/metrics",
         .access = http::Session{"devices:read"},
         .handler = http::answer([&service](const http::Request& request) {
             return http::Response::json(
                 200, {{"metrics", boost::json::value_from(service.metrics(request.pathValue("id")))}});
         }),
         .summary = "Which metrics a device has, with units"});
    return routes;
}

} // namespace labwarden::telemetry

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/latest_routes.h"

#include "server/errors.h"
#include "server/telemetry/latest.h"

#include <boost/json.hpp>

namespace labwarden::telemetry {

std::vector<http::Route> latestRoutes(Latest& latest) {
    using http::Method;
    using http::Request;
    using http::Response;
    const http::Session read{"devices:read"};
    return {
        {Method::Get, "/api/v1/telemetry/latest", read, http::answer([&latest](const Request& request) {
             const auto metric = request.queryValue("metric");
             if (!metric)
                 throw Invalid(std::vector<Fault>{{"/metric", "is required"}});
             Response response;
             response.body = latest.of(std::string(*metric));
             return response;
         }),
         "The newest value of one metric of every device"},
        {Method::Get, "/api/v1/telemetry/metrics", read, http::answer([&latest](const Request&) {
             return Response::json(200, {{"metrics", boost::json::value_from(latest.metrics())}});
         }),
         "Which metrics the devices of the lab have, the most frequent first"},
    };
}

} // namespace labwarden::telemetry

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/health_check_routes.h"

#include "server/devices/health_checks.h"
#include "server/http/json_routes.h"

namespace labwarden::devices {

using http::Method;
using http::Request;
using http::Response;

namespace {

Response versioned(const Changed<HealthCheck>& change, int status) {
    return http::changed(change, status).with("ETag", '"' + std::to_string(change.thing.version) + '"');
}

} // namespace

std::vector<http::Route> healthCheckRoutes(HealthChecks& checks) {
    const http::Session read{"devices:read"}, write{"devices:write"};
    return {
        {Method::Get, "/api/v1/health-checks", read, http::answer([&checks](const Request&) {
             boost::json::object body;
             body["healthChecks"] = boost::json::value_from(checks.list());
             return Response::json(200, body);
         }),
         "The health checks of all device types"},
        {Method::Post, "/api/v1/health-checks", write, http::answer([&checks](const Request& request) {
             return versioned(checks.create(*request.caller, http::bodyOf<NewHealthCheck>(request)), 201);
         }),
         "Give a device type its health check"},
        {Method::Put, "/api/v1/health-checks/{id}", write, http::answer([&checks](const Request& request) {
             return versioned(checks.update(*request.caller, request.pathValue("id"),
                                            http::expectedVersion(request),
                                            http::bodyOf<NewHealthCheck>(request)),
                              200);
         }),
         "Change a health check"},
        {Method::Delete, "/api/v1/health-checks/{id}", write, http::answer([&checks](const Request& request) {
             boost::json::object body;
             body["events"] = boost::json::value_from(
                 checks.remove(*request.caller, request.pathValue("id"), http::expectedVersion(request)));
             return Response::json(200, body);
         }),
         "Delete a health check; devices that waited for it are in service"},
        {Method::Post, "/api/v1/devices/{id}/health-check", write,
         http::answer([&checks](const Request& request) {
             return http::changed(checks.ask(*request.caller, request.pathValue("id")), 200);
         }),
         "Check a device: it is out of service until it has passed"},
    };
}

} // namespace labwarden::devices

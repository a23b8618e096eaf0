// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/routes.h"

#include "server/devices/registry.h"
#include "server/http/json_routes.h"

namespace labwarden::devices {

using http::Method;
using http::Request;
using http::Response;

namespace {

/// The version of its description as ETag, to be sent back as If-Match.
Response versioned(Response response, const DeviceDetail& device) {
    return std::move(response).with("ETag", '"' + std::to_string(device.version) + '"');
}

Response versioned(const Changed<DeviceDetail>& change, int status) {
    return versioned(http::changed(change, status), change.thing);
}

} // namespace

std::vector<http::Route> routes(Registry& registry) {
    const http::Session read{"devices:read"}, write{"devices:write"};
    return {
        {Method::Post, "/api/v1/devices", write, http::answer([&registry](const Request& request) {
             return versioned(registry.create(*request.caller, http::bodyOf<NewDevice>(request)), 201);
         }),
         "Register a device"},
        {Method::Get, "/api/v1/devices/{id}", read, http::answer([&registry](const Request& request) {
             const auto device = registry.get(request.pathValue("id"));
             return versioned(Response::of(device), device);
         }),
         "One device, and why it is in its state"},
        {Method::Put, "/api/v1/devices/{id}", write, http::answer([&registry](const Request& request) {
             return versioned(registry.update(*request.caller, request.pathValue("id"),
                                              http::expectedVersion(request),
                                              http::bodyOf<DeviceDescription>(request)),
                              200);
         }),
         "Change what is known of a device; its key stays"},
        {Method::Delete, "/api/v1/devices/{id}", write, http::answer([&registry](const Request& request) {
             boost::json::object body;
             body["events"] = boost::json::value_from(
                 registry.remove(*request.caller, request.pathValue("id"), http::expectedVersion(request)));
             return Response::json(200, body);
         }),
         "Delete a device that no run holds; its history stays"},
    };
}

} // namespace labwarden::devices

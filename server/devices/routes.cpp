// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/routes.h"

#include "server/devices/maintenance.h"
#include "server/devices/registry.h"
#include "server/devices/unregistered.h"
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

Response changedMany(const Changed<std::vector<DeviceDetail>>& change) {
    boost::json::object body;
    body["devices"] = boost::json::value_from(change.thing);
    body["events"] = boost::json::value_from(change.events);
    return Response::json(200, body);
}

std::vector<http::Route> registryRoutes(Registry& registry) {
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

std::vector<http::Route> maintenanceRoutes(Maintenance& maintenance) {
    const http::Session write{"devices:write"};
    return {
        {Method::Post, "/api/v1/devices/{id}/maintenance", write,
         http::answer([&maintenance](const Request& request) {
             return versioned(maintenance.begin(*request.caller, request.pathValue("id"),
                                                http::bodyOf<MaintenanceRequest>(request).reason),
                              200);
         }),
         "Take a device out of service, with the reason"},
        {Method::Delete, "/api/v1/devices/{id}/maintenance", write,
         http::answer([&maintenance](const Request& request) {
             return versioned(maintenance.end(*request.caller, request.pathValue("id")), 200);
         }),
         "Put a device back in service"},
        {Method::Post, "/api/v1/devices/maintenance", write,
         http::answer([&maintenance](const Request& request) {
             return changedMany(maintenance.begin(*request.caller, http::bodyOf<MaintenanceOfMany>(request)));
         }),
         "Take many devices out of service, all or none"},
        {Method::Post, "/api/v1/devices/maintenance/end", write,
         http::answer([&maintenance](const Request& request) {
             return changedMany(maintenance.end(*request.caller, http::bodyOf<DevicesChoice>(request)));
         }),
         "Put many devices back in service, all or none"},
    };
}

std::vector<http::Route> unregisteredRoutes(Unregistered& unregistered) {
    const http::Session read{"devices:read"}, write{"devices:write"};
    return {
        {Method::Get, "/api/v1/unregistered-devices", read, http::answer([&unregistered](const Request&) {
             boost::json::object body;
             body["unregisteredDevices"] = boost::json::value_from(unregistered.list());
             return Response::json(200, body);
         }),
         "Devices that speak over MQTT and that nobody has registered"},
        {Method::Post, "/api/v1/unregistered-devices/{id}/refuse", write,
         http::answer([&unregistered](const Request& request) {
             return http::changed(unregistered.refuse(*request.caller, request.pathValue("id")), 200);
         }),
         "Refuse a device: it is not heard any more"},
        {Method::Delete, "/api/v1/unregistered-devices/{id}", write,
         http::answer([&unregistered](const Request& request) {
             boost::json::object body;
             body["events"] =
                 boost::json::value_from(unregistered.forget(*request.caller, request.pathValue("id")));
             return Response::json(200, body);
         }),
         "Forget a device, refused or not: it appears again when it speaks"},
    };
}

} // namespace

std::vector<http::Route> routes(Registry& registry, Maintenance& maintenance, Unregistered& unregistered) {
    auto all = registryRoutes(registry);
    for (auto part : {maintenanceRoutes(maintenance), unregisteredRoutes(unregistered)})
        all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    return all;
}

} // namespace labwarden::devices

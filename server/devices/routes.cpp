// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/routes.h"

#include "server/devices/registry.h"
#include "server/http/json_routes.h"

namespace labwarden::devices {

using http::Method;
using http::Request;
using http::Response;

std::vector<http::Route> routes(Registry& registry) {
    return {
        {Method::Post, "/api/v1/devices", http::Session{"devices:write"},
         http::answer([&registry](const Request& request) {
             return http::changed(registry.create(*request.caller, http::bodyOf<NewDevice>(request)), 201);
         }),
         "Register a device"},
        {Method::Get, "/api/v1/devices/{id}", http::Session{"devices:read"},
         http::answer([&registry](const Request& request) {
             return Response::of(registry.get(request.pathValue("id")));
         }),
         "One device"},
    };
}

} // namespace labwarden::devices

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/routes.h"

#include "server/environments/environments.h"
#include "server/http/json_routes.h"

namespace labwarden::environments {

using http::Method;
using http::Request;
using http::Response;

std::vector<http::Route> routes(Environments& environments) {
    return {
        {Method::Get, "/api/v1/environments", http::Session{"environments:read"},
         http::answer([&environments](const Request& request) {
             return http::pageOf("environments", environments.list(http::pageRequest(request)));
         }),
         "All environments"},
        {Method::Post, "/api/v1/environments", http::Session{"environments:write"},
         http::answer([&environments](const Request& request) {
             return http::changed(
                 environments.create(*request.caller, http::bodyOf<EnvironmentDocument>(request)), 201);
         }),
         "Create an environment"},
        {Method::Get, "/api/v1/environments/{id}", http::Session{"environments:read"},
         http::answer([&environments](const Request& request) {
             return Response::of(environments.get(request.pathValue("id")));
         }),
         "One environment"},
    };
}

} // namespace labwarden::environments

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/session_routes.h"

#include "server/identity/sessions.h"

#include <boost/json/value_from.hpp>

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

std::vector<http::Route> sessionRoutes(Sessions& sessions) {
    const http::Session read{"users:read"}, write{"users:write"};
    return {
        {Method::Get, "/api/v1/users/{id}/sessions", read, http::answer([&sessions](const Request& request) {
             const auto all = sessions.listOf(*request.caller, request.pathValue("id"));
             return Response::json(200, {{"sessions", boost::json::value_from(all)}});
         }),
         "A person's sessions"},
        {Method::Delete, "/api/v1/users/{id}/sessions", write,
         http::answer([&sessions](const Request& request) {
             sessions.endOf(*request.caller, request.pathValue("id"), {});
             return Response::noContent();
         }),
         "End all sessions of a person"},
        {Method::Delete, "/api/v1/users/{id}/sessions/{sessionId}", write,
         http::answer([&sessions](const Request& request) {
             sessions.endOf(*request.caller, request.pathValue("id"), request.pathValue("sessionId"));
             return Response::noContent();
         }),
         "End one session of a person"},
    };
}

} // namespace labwarden::identity

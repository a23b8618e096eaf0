// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/api_key_routes.h"

#include "server/http/json_routes.h"
#include "server/identity/api_keys.h"

#include <boost/json/value_from.hpp>

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

std::vector<http::Route> apiKeyRoutes(ApiKeys& keys) {
    const http::Session write{"apikeys:write"};
    return {
        {Method::Get, "/api/v1/api-keys", http::Session{"users:read"}, http::answer([&keys](const Request&) {
             return Response::json(200, {{"apiKeys", boost::json::value_from(keys.list())}});
         }),
         "All API keys, newest first, revoked and expired ones too"},
        {Method::Post, "/api/v1/api-keys", write, http::answer([&keys](const Request& request) {
             return Response::of(keys.create(*request.caller, http::bodyOf<NewApiKey>(request)), 201)
                 .with("Cache-Control", "no-store");
         }),
         "Make an API key; its secret is told this once"},
        {Method::Delete, "/api/v1/api-keys/{id}", write, http::answer([&keys](const Request& request) {
             keys.revoke(*request.caller, request.pathValue("id"));
             return Response::noContent();
         }),
         "Revoke an API key"},
    };
}

} // namespace labwarden::identity

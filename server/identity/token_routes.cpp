// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/token_routes.h"

#include "server/http/json_routes.h"
#include "server/identity/json_web_tokens.h"

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

std::vector<http::Route> tokenRoutes(const JsonWebTokens& tokens) {
    return {
        {Method::Post, "/api/v1/auth/token", http::Person{}, http::answer([&tokens](const Request& request) {
             return Response::of(tokens.make(*request.caller, http::bodyOf<TokenRequest>(request).audience))
                 .with("Cache-Control", "no-store");
         }),
         "A JSON Web Token of who is signed in, for five minutes", http::RunOn::Inline},
        {Method::Get, "/api/v1/auth/jwks", http::Public{}, http::answer([&tokens](const Request&) {
             return Response::json(200, tokens.keySet()).with("Cache-Control", "public, max-age=300");
         }),
         "The keys that JSON Web Tokens are proven with", http::RunOn::Inline},
    };
}

} // namespace labwarden::identity

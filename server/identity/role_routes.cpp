// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/role_routes.h"

#include "server/http/json_routes.h"
#include "server/identity/permissions.h"
#include "server/identity/roles.h"

#include <boost/describe.hpp>

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

namespace {

/// `GET /roles`.
struct RolesAnswer {
    std::vector<Role> roles;
};
BOOST_DESCRIBE_STRUCT(RolesAnswer, (), (roles))

/// `GET /permissions`.
struct PermissionsAnswer {
    std::vector<Permission> permissions;
};
BOOST_DESCRIBE_STRUCT(PermissionsAnswer, (), (permissions))

/// Its version as ETag, to be sent back as If-Match.
Response versioned(const Role& role, int status = 200) {
    return Response::of(role, status).with("ETag", '"' + std::to_string(role.version) + '"');
}

} // namespace

std::vector<http::Route> roleRoutes(Roles& roles) {
    const http::Session read{"users:read"}, write{"roles:write"};
    return {
        {Method::Get, "/api/v1/permissions", read,
         http::answer([](const Request&) { return Response::of(PermissionsAnswer{allPermissions()}); }),
         "Everything that can be allowed", http::RunOn::Inline},
        {Method::Get, "/api/v1/roles", read,
         http::answer([&roles](const Request&) { return Response::of(RolesAnswer{roles.list()}); }),
         "All roles"},
        {Method::Post, "/api/v1/roles", write, http::answer([&roles](const Request& request) {
             return versioned(roles.create(*request.caller, http::bodyOf<RoleEdit>(request)), 201);
         }),
         "Make a role"},
        {Method::Put, "/api/v1/roles/{id}", write, http::answer([&roles](const Request& request) {
             return versioned(roles.update(*request.caller, request.pathValue("id"),
                                           http::expectedVersion(request), http::bodyOf<RoleEdit>(request)));
         }),
         "Change a role, for everybody who has it"},
        {Method::Delete, "/api/v1/roles/{id}", write, http::answer([&roles](const Request& request) {
             roles.remove(*request.caller, request.pathValue("id"), http::expectedVersion(request));
             return Response::noContent();
         }),
         "Delete a role that nobody has"},
    };
}

} // namespace labwarden::identity

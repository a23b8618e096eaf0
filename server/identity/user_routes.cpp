// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/user_routes.h"

#include "server/http/json_routes.h"
#include "server/identity/users.h"

#include <boost/describe.hpp>

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

namespace {

/// `POST /users/bulk`.
struct UsersAnswer {
    std::vector<User> users;
};
BOOST_DESCRIBE_STRUCT(UsersAnswer, (), (users))

/// Its version as ETag, to be sent back as If-Match.
template<class T>
Response versioned(const T& thing, int status = 200) {
    return Response::of(thing, status).with("ETag", '"' + std::to_string(thing.version) + '"');
}

} // namespace

std::vector<http::Route> userRoutes(Users& users) {
    const http::Session read{"users:read"}, write{"users:write"};
    return {
        {Method::Get, "/api/v1/users", read, http::answer([&users](const Request& request) {
             return http::pageOf("users", users.list(http::pageRequest(request)));
         }),
         "All people who may sign in"},
        {Method::Post, "/api/v1/users", write, http::answer([&users](const Request& request) {
             return Response::of(users.create(*request.caller, http::bodyOf<NewUser>(request)), 201);
         }),
         "Add a person, with a one-time password"},
        {Method::Post, "/api/v1/users/bulk", write, http::answer([&users](const Request& request) {
             return Response::of(
                 UsersAnswer{users.changeMany(*request.caller, http::bodyOf<UserBulk>(request))});
         }),
         "The same change to many people, all or none"},
        {Method::Get, "/api/v1/users/{id}", read, http::answer([&users](const Request& request) {
             return versioned(users.get(request.pathValue("id")));
         }),
         "One person"},
        {Method::Put, "/api/v1/users/{id}", write, http::answer([&users](const Request& request) {
             return versioned(users.update(*request.caller, request.pathValue("id"),
                                           http::expectedVersion(request), http::bodyOf<UserEdit>(request)));
         }),
         "Change a person's details and roles; disable or enable them"},
        {Method::Delete, "/api/v1/users/{id}", write, http::answer([&users](const Request& request) {
             users.remove(*request.caller, request.pathValue("id"), http::expectedVersion(request));
             return Response::noContent();
         }),
         "Delete a person; what they did stays"},
        {Method::Post, "/api/v1/users/{id}/reset-password", write,
         http::answer([&users](const Request& request) {
             return Response::of(users.resetPassword(*request.caller, request.pathValue("id")));
         }),
         "Give a person a one-time password and end their sessions"},
        {Method::Post, "/api/v1/users/{id}/unlock", write, http::answer([&users](const Request& request) {
             users.unlock(*request.caller, request.pathValue("id"));
             return Response::noContent();
         }),
         "Forget a person's failed log-ins"},
        {Method::Put, "/api/v1/auth/me", http::Person{}, http::answer([&users](const Request& request) {
             return versioned(users.updateProfile(*request.caller, http::expectedVersion(request),
                                                  http::bodyOf<ProfileEdit>(request)));
         }),
         "Change one's own display name and mail address"},
    };
}

} // namespace labwarden::identity

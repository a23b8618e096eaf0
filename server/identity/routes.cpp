// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/routes.h"

#include "common/json/domain.h"
#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/identity/passwords.h"
#include "server/identity/sessions.h"

#include <boost/describe.hpp>

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

namespace {

/// The oldest console that speaks with this server.
constexpr const char* minConsole = "0.1.0";
constexpr std::size_t longestUserAgent = 200;

struct SessionsAnswer {
    std::vector<SessionInfo> sessions;
};
BOOST_DESCRIBE_STRUCT(SessionsAnswer, (), (sessions))

void logIn(Sessions& sessions, const Request& request, const http::Responder& responder) {
    Origin origin{request.remote, std::string(request.header("user-agent").substr(0, longestUserAgent))};
    sessions.logIn(http::bodyOf<Credentials>(request), std::move(origin),
                   [responder](const std::exception_ptr& error, const Sessions::Opened& opened) {
                       if (error)
                           responder.fail(error);
                       else
                           responder.send(Response::of(LoginAnswer{
                               opened.token, opened.expiresAt, opened.user, LABWARDEN_VERSION, minConsole}));
                   });
}

Response me(const Caller& caller) {
    return Response::of(UserInfo{caller.userId,
                                 caller.username,
                                 caller.displayName,
                                 caller.email,
                                 caller.kind,
                                 caller.roles,
                                 {caller.permissions.begin(), caller.permissions.end()},
                                 caller.mustChangePassword,
                                 caller.userVersion});
}

void changePassword(Passwords& passwords, const Request& request, const http::Responder& responder) {
    passwords.change(request.caller, http::bodyOf<PasswordChange>(request),
                     [responder](const std::exception_ptr& error) {
                         if (error)
                             responder.fail(error);
                         else
                             responder.send(Response::noContent());
                     });
}

} // namespace

std::vector<http::Route> routes(Sessions& sessions, Passwords& passwords) {
    const http::Person person{};
    const http::Person evenOneTime{.evenOneTime = true};
    return {
        {Method::Post, "/api/v1/auth/login", http::Public{},
         [&sessions](const http::RequestPtr& request, const http::Responder& responder) {
             logIn(sessions, *request, responder);
         },
         "Sign in with name and password"},
        {Method::Post, "/api/v1/auth/logout", evenOneTime, http::answer([&sessions](const Request& request) {
             sessions.end(*request.caller);
             return Response::noContent();
         }),
         "End this session"},
        {Method::Get, "/api/v1/auth/me", evenOneTime,
         http::answer([](const Request& request) { return me(*request.caller); }),
         "Who is signed in and what they may do", http::RunOn::Inline},
        {Method::Post, "/api/v1/auth/password", evenOneTime,
         [&passwords](const http::RequestPtr& request, const http::Responder& responder) {
             changePassword(passwords, *request, responder);
         },
         "Change one's own password"},
        {Method::Get, "/api/v1/auth/sessions", person, http::answer([&sessions](const Request& request) {
             return Response::of(SessionsAnswer{sessions.list(*request.caller)});
         }),
         "The caller's own sessions"},
        {Method::Delete, "/api/v1/auth/sessions", person, http::answer([&sessions](const Request& request) {
             sessions.endOthers(*request.caller);
             return Response::noContent();
         }),
         "End all other sessions of the caller"},
        {Method::Delete, "/api/v1/auth/sessions/{id}", person,
         http::answer([&sessions](const Request& request) {
             sessions.end(*request.caller, request.pathValue("id"));
             return Response::noContent();
         }),
         "End one of the caller's own sessions"},
    };
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/routes.h"

#include "common/enum_text.h"
#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/identity/caller.h"
#include "server/runs/run_service.h"

namespace labwarden::runs {

namespace {

using http::Method;
using http::Request;
using http::RequestPtr;
using http::Responder;
using http::Response;

constexpr std::size_t megabyte = 1 << 20;

/// Answers with what the service came to, once it has come to it.
RunCompletion answering(const Responder& responder, int status) {
    return [responder, status](const Reply<RunChange>& reply) {
        try {
            responder.send(http::changed(reply.get(), status));
        } catch (...) {
            responder.fail(std::current_exception());
        }
    };
}

/// ?state=active or one of the states; without it all.
std::vector<RunState> statesOf(const Request& request) {
    const std::optional<std::string> text = request.queryValue("state");
    if (!text)
        return {};
    if (*text == "active")
        return {RunState::waiting, RunState::queued, RunState::dispatched, RunState::running};
    if (const std::optional<RunState> state = fromText<RunState>(*text))
        return {*state};
    throw Invalid(std::vector<Fault>{
        {"/state", "must be one of active, waiting, queued, dispatched, running, finished"}});
}

AttemptRef attemptOf(const RunService& service, const Request& request) {
    return service.attempt(request.pathValue("id"), request.bearer(), request.remote);
}

/// A handler whose errors, known at once, go the same way as later ones.
http::Handler later(std::function<void(const Request&, const Responder&)> f) {
    return [f = std::move(f)](const RequestPtr& request, const Responder& responder) {
        try {
            f(*request, responder);
        } catch (...) {
            responder.fail(std::current_exception());
        }
    };
}

} // namespace

std::vector<http::Route> runRoutes(RunService& service) {
    return {
        {Method::Post, "/api/v1/test-runs", http::Session{"runs:start"},
         later([&service](const Request& request, const Responder& responder) {
             service.start(*request.caller, http::bodyOf<NewTestRun>(request),
                           std::string(request.header("idempotency-key")), answering(responder, 201));
         }),
         "Start a test run"},
        {Method::Get, "/api/v1/test-runs", http::Session{"runs:read"},
         http::answer([&service](const Request& request) {
             return http::pageOf("testRuns",
                                 service.list(statesOf(request), http::pageRequest(request, 50, 200)));
         }),
         "Test runs, newest first"},
        {Method::Get, "/api/v1/test-runs/{id}", http::Session{"runs:read"},
         http::answer([&service](const Request& request) {
             return Response::of(service.get(request.pathValue("id")));
         }),
         "One run with timeline, results and log"},
        {Method::Post, "/api/v1/test-runs/{id}/cancel", http::Session{"runs:cancel"},
         http::answer([&service](const Request& request) {
             return http::changed(service.cancel(*request.caller, request.pathValue("id")), 200);
         }),
         "Cancel a run"},
        {Method::Post, "/api/v1/devices/{id}/release", http::Session{"runs:cancel-any"},
         http::answer([&service](const Request& request) {
             return http::changed(service.release(*request.caller, request.pathValue("id"),
                                                  http::bodyOf<ReleaseRequest>(request)),
                                  200);
         }),
         "Take a device away from the run that holds it"},
        {Method::Post, "/api/v1/test-runs/{id}/claim", http::Attempt{},
         http::answer([&service](const Request& request) {
             const AttemptRef attempt = attemptOf(service, request); // before anything is said of the body
             return Response::of(service.claim(attempt, http::bodyOf<Claim>(request, wire::programs)));
         }),
         "A runner takes the attempt", http::RunOn::Pool, megabyte},
        {Method::Post, "/api/v1/test-runs/{id}/progress", http::Attempt{},
         http::answer([&service](const Request& request) {
             const AttemptRef attempt = attemptOf(service, request);
             return Response::of(service.progress(attempt, http::bodyOf<Progress>(request, wire::programs)));
         }),
         "A runner reports where it stands", http::RunOn::Pool, megabyte},
        {Method::Post, "/api/v1/test-runs/{id}/callback", http::Attempt{},
         later([&service](const Request& request, const Responder& responder) {
             const AttemptRef attempt = attemptOf(service, request);
             service.callback(attempt, http::bodyOf<Callback>(request, wire::programs),
                              answering(responder, 200));
         }),
         "A runner ends the run with its results", http::RunOn::Pool, 10 * megabyte},
    };
}

} // namespace labwarden::runs

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/routes.h"

#include "common/enum_text.h"
#include "common/json/domain.h"
#include "common/uuid.h"
#include "server/errors.h"
#include "server/identity/caller.h"
#include "server/runs/run_service.h"

#include <boost/json/value_from.hpp>
#include <sodium.h>

#include <charconv>

namespace labwarden::runs {

namespace {

namespace json = boost::json;
using http::Method;
using http::Request;
using http::RequestPtr;
using http::Responder;
using http::Response;

constexpr int defaultLimit = 50;
constexpr int maxLimit = 200;
constexpr std::size_t megabyte = 1 << 20;

template <class T>
T bodyOf(const Request& request, wire::Policy policy) {
    wire::Reading<T> reading = wire::read<T>(request.json(), policy);
    if (!reading)
        throw Invalid(std::move(reading.faults));
    return std::move(reading.value);
}

Response changed(const RunChange& change, int status) {
    json::object body = json::value_from(change.run).as_object();
    body["events"] = json::value_from(change.events);
    return Response::json(status, body);
}

/// Answers with what the service came to, once it has come to it.
RunCompletion answering(const Responder& responder, int status) {
    return [responder, status](const Reply<RunChange>& reply) {
        try {
            responder.send(changed(reply.get(), status));
        } catch (...) {
            responder.fail(std::current_exception());
        }
    };
}

std::string cursorText(const RunCursor& cursor) {
    const std::string plain = std::to_string(cursor.createdUs) + "." + cursor.id;
    std::string text(sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back(); // its own terminating zero
    return text;
}

RunCursor cursorOf(const std::string& text) {
    const Invalid fault(std::vector<Fault>{{"/cursor", "is not one that a list has answered with"}});
    std::string plain(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()), plain.size(), text.data(), text.size(), nullptr, &size,
                          nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        throw fault;
    plain.resize(size);
    RunCursor cursor;
    const char* const end = plain.data() + plain.size();
    const auto [rest, error] = std::from_chars(plain.data(), end, cursor.createdUs);
    if (error != std::errc() || rest == end || *rest != '.')
        throw fault;
    cursor.id.assign(rest + 1, end);
    if (!isUuid(cursor.id))
        throw fault;
    return cursor;
}

int limitOf(const Request& request) {
    const std::optional<std::string> text = request.queryValue("limit");
    if (!text)
        return defaultLimit;
    int limit = 0;
    const char* const end = text->data() + text->size();
    const auto [rest, error] = std::from_chars(text->data(), end, limit);
    if (error != std::errc() || rest != end || limit < 1 || limit > maxLimit)
        throw Invalid(std::vector<Fault>{{"/limit", "must be a number from 1 to " + std::to_string(maxLimit)}});
    return limit;
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
    throw Invalid(std::vector<Fault>{{"/state", "must be one of active, waiting, queued, dispatched, running, finished"}});
}

Response list(RunService& service, const Request& request) {
    const std::optional<std::string> cursor = request.queryValue("cursor");
    const RunPage page = service.list(statesOf(request), cursor ? std::optional(cursorOf(*cursor)) : std::nullopt,
                                      limitOf(request));
    json::value next;
    if (page.next)
        next = cursorText(*page.next);
    return Response::json(200, json::object{{"testRuns", json::value_from(page.runs)}, {"nextCursor", next}});
}

AttemptRef attemptOf(const RunService& service, const Request& request) {
    return service.attempt(request.pathValue("id"), request.bearer());
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
             service.start(*request.caller, bodyOf<NewTestRun>(request, wire::people),
                           std::string(request.header("idempotency-key")), answering(responder, 201));
         }),
         "Start a test run"},
        {Method::Get, "/api/v1/test-runs", http::Session{"runs:read"},
         http::answer([&service](const Request& request) { return list(service, request); }), "Test runs, newest first"},
        {Method::Get, "/api/v1/test-runs/{id}", http::Session{"runs:read"},
         http::answer([&service](const Request& request) { return Response::of(service.get(request.pathValue("id"))); }),
         "One run with timeline, results and log"},
        {Method::Post, "/api/v1/test-runs/{id}/cancel", http::Session{"runs:cancel"},
         http::answer([&service](const Request& request) {
             return changed(service.cancel(*request.caller, request.pathValue("id")), 200);
         }),
         "Cancel a run"},
        {Method::Post, "/api/v1/test-runs/{id}/claim", http::Attempt{},
         http::answer([&service](const Request& request) {
             const AttemptRef attempt = attemptOf(service, request); // before anything is said of the body
             return Response::of(service.claim(attempt, bodyOf<Claim>(request, wire::programs)));
         }),
         "A runner takes the attempt", http::RunOn::Pool, megabyte},
        {Method::Post, "/api/v1/test-runs/{id}/progress", http::Attempt{},
         http::answer([&service](const Request& request) {
             const AttemptRef attempt = attemptOf(service, request);
             return Response::of(service.progress(attempt, bodyOf<Progress>(request, wire::programs)));
         }),
         "A runner reports where it stands", http::RunOn::Pool, megabyte},
        {Method::Post, "/api/v1/test-runs/{id}/callback", http::Attempt{},
         later([&service](const Request& request, const Responder& responder) {
             const AttemptRef attempt = attemptOf(service, request);
             service.callback(attempt, bodyOf<Callback>(request, wire::programs), answering(responder, 200));
         }),
         "A runner ends the run with its results", http::RunOn::Pool, 10 * megabyte},
    };
}

} // namespace labwarden::runs

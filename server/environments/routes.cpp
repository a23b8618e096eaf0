// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/routes.h"

#include "server/environments/connection_tests.h"
#include "server/environments/environments.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"

#include <charconv>

namespace labwarden::environments {

using http::Method;
using http::Request;
using http::Response;

namespace {

/// The revision as ETag, to be sent back as If-Match.
Response versioned(Response response, const Environment& environment) {
    return std::move(response).with("ETag", '"' + std::to_string(environment.revision) + '"');
}

/// The body; Invalid with every fault, those of secrets too, which only the service can tell.
EnvironmentDocument newIn(Environments& environments, const Request& request) {
    auto reading = wire::read<EnvironmentDocument>(request.json(), wire::people);
    if (!reading)
        throw Invalid(environments.withSecretFaults(std::move(reading.faults), reading.value, {}, ""));
    return std::move(reading.value);
}

EnvironmentEdit editIn(Environments& environments, const Request& request) {
    auto reading = wire::read<EnvironmentEdit>(request.json(), wire::people);
    if (!reading)
        throw Invalid(environments.withSecretFaults(std::move(reading.faults), reading.value.document,
                                                    request.pathValue("id"), "/document"));
    return std::move(reading.value);
}

/// A positive number, or 0 for what is none: no revision has it.
int revisionIn(std::string_view text) {
    int revision = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
    return error == std::errc() && end == text.data() + text.size() && revision > 0 ? revision : 0;
}

/// ?limit=&cursor=, the cursor being the last revision that was read.
Response revisionsOf(Environments& environments, const Request& request) {
    std::optional<int> before;
    int limit = 100;
    http::QueryReader query(request);
    query.number("limit", limit, 1, 500);
    query.read(
        "cursor",
        [&](const std::string& text) {
            before = revisionIn(http::cursorContent(text).value_or(""));
            return *before > 0;
        },
        "is not one that a list has answered with");
    query.check();
    const RevisionPage page = environments.revisions(request.pathValue("id"), before, limit);
    boost::json::object body;
    body["revisions"] = boost::json::value_from(page.revisions);
    body["nextCursor"] =
        page.next ? boost::json::value(http::cursorText(std::to_string(*page.next))) : boost::json::value();
    return Response::json(200, body);
}

std::vector<http::Route> historyRoutes(Environments& environments) {
    const http::Session read{"environments:read"};
    return {
        {Method::Get, "/api/v1/environments/{id}/revisions", read,
         http::answer([&environments](const Request& request) { return revisionsOf(environments, request); }),
         "The history of an environment, newest first"},
        {Method::Get, "/api/v1/environments/{id}/revisions/{revision}", read,
         http::answer([&environments](const Request& request) {
             return Response::of(
                 environments.revision(request.pathValue("id"), revisionIn(request.pathValue("revision"))));
         }),
         "One environment as it was at a revision"},
    };
}

} // namespace

std::vector<http::Route> routes(Environments& environments, ConnectionTests& connectionTests) {
    const http::Session read{"environments:read"}, write{"environments:write"};
    std::vector<http::Route> all{
        {Method::Get, "/api/v1/environments", read, http::answer([&environments](const Request& request) {
             return http::pageOf("environments", environments.list(http::pageRequest(request)));
         }),
         "All environments"},
        {Method::Post, "/api/v1/environments", write, http::answer([&environments](const Request& request) {
             const auto created = environments.create(*request.caller, newIn(environments, request));
             return versioned(http::changed(created, 201), created.thing);
         }),
         "Create an environment"},
        {Method::Get, "/api/v1/environments/{id}", read,
         http::answer([&environments](const Request& request) {
             const auto environment = environments.get(request.pathValue("id"));
             return versioned(Response::of(environment), environment);
         }),
         "One environment"},
        {Method::Put, "/api/v1/environments/{id}", write,
         http::answer([&environments](const Request& request) {
             const auto updated =
                 environments.update(*request.caller, request.pathValue("id"), http::expectedVersion(request),
                                     editIn(environments, request));
             return versioned(http::changed(updated, 200), updated.thing);
         }),
         "Change an environment: its next revision"},
        {Method::Delete, "/api/v1/environments/{id}", write,
         http::answer([&environments](const Request& request) {
             environments.remove(*request.caller, request.pathValue("id"), http::expectedVersion(request));
             return Response::noContent();
         }),
         "Delete an environment that nothing uses"},
        {Method::Post, "/api/v1/environments/test-connection", write,
         http::answer([&connectionTests](const Request& request) {
             return Response::of(connectionTests.run(*request.caller, http::bodyOf<ConnectionTest>(request)));
         }),
         "Try the connections of an environment"},
    };
    for (auto& route : historyRoutes(environments))
        all.push_back(std::move(route));
    return all;
}

} // namespace labwarden::environments

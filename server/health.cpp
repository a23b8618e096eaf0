// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/health.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace labwarden {

namespace {

http::Response readiness(const std::vector<Dependency>& dependencies) {
    boost::json::object states;
    boost::json::array down;
    bool ready = true;
    for (const auto& dependency : dependencies) {
        const bool up = dependency.up();
        states[dependency.name] = up ? "up" : "down";
        if (!up)
            down.emplace_back(dependency.name);
        ready = ready && (up || !dependency.essential);
    }
    const char* status = !ready ? "unavailable" : down.empty() ? "ready" : "degraded";
    auto response =
        http::Response::json(ready ? 200 : 503, boost::json::object{{"status", status},
                                                                    {"dependencies", std::move(states)},
                                                                    {"down", std::move(down)}});
    return ready ? std::move(response) : std::move(response).with("Retry-After", "2");
}

} // namespace

std::vector<http::Route> healthRoutes(std::vector<Dependency> dependencies) {
    using http::Method;
    using http::RunOn;
    return {
        {Method::Get, "/healthz", http::Public{}, http::answer([](const http::Request&) {
             return http::Response::json(
                 200, boost::json::object{{"status", "alive"}, {"version", LABWARDEN_VERSION}});
         }),
         "Whether the server's process lives", RunOn::Inline},
        {Method::Get, "/readyz", http::Public{},
         http::answer([d = std::move(dependencies)](const http::Request&) { return readiness(d); }),
         "Which of the services it leans on are up", RunOn::Inline},
    };
}

} // namespace labwarden

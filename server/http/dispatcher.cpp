// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/dispatcher.h"

#include "common/domain/problem.h"
#include "server/http/problem.h"
#include "server/http/request_id.h"
#include "server/http/target.h"
#include "server/identity/caller.h"

#include <spdlog/spdlog.h>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <utility>

namespace labwarden::http {
namespace {

// A refused request's body is read and thrown away up to this, so that the connection can go on.
constexpr std::size_t refusedBodyLimit = 64 * 1024;

template<class... F>
struct Overloaded : F... {
    using F::operator()...;
};

bool isAddress(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> out{};
    return ::inet_pton(AF_INET, text.c_str(), out.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), out.data()) == 1;
}

std::string_view headerOf(const Head& head, std::string_view name) {
    const auto found = std::ranges::find(head.headers, name, &std::pair<std::string, std::string>::first);
    return found == head.headers.end() ? std::string_view() : std::string_view(found->second);
}

Unauthenticated signInFirst() {
    return Unauthenticated(PublicText("Sign in first."));
}

void invoke(const Route& route, const RequestPtr& request, const Responder& responder) {
    try {
        route.handler(request, responder);
    } catch (...) {
        responder.fail(std::current_exception());
    }
}

void needAccess(const identity::Caller& caller, const Access& access) {
    const auto* person = std::get_if<Person>(&access);
    if (person && caller.kind != PrincipalKind::person)
        throw Forbidden(PublicText("This is for people, not for API keys."));
    if (caller.mustChangePassword && !(person && person->evenOneTime))
        throw Forbidden(
            PublicText("Change the one-time password first.", problem_type::passwordChangeRequired));
    if (const auto* session = std::get_if<Session>(&access); session && !caller.may(session->permission))
        throw Forbidden(PublicText("This needs the permission " + std::string(session->permission) + "."));
}

/// Whoever asks for what they may not do is in the log with their name.
std::shared_ptr<const identity::Caller> permitted(const std::shared_ptr<const identity::Caller>& caller,
                                                  const Route& route, const Request& request) {
    try {
        needAccess(*caller, route.access);
    } catch (const Forbidden& e) {
        spdlog::warn("http: {}: {} from {} was refused {}: {}", request.id, caller->username, request.remote,
                     request.path, e.what());
        throw;
    }
    auto here = std::make_shared<identity::Caller>(*caller);
    here->remote = request.remote;
    return here;
}

} // namespace

std::size_t Dispatcher::Plan::bodyLimit() const {
    return route ? route->bodyLimit : refusedBodyLimit;
}

Dispatcher::Dispatcher(std::vector<Route> routes, Authenticator& authenticator, Pool& pool,
                       std::vector<std::string> trustedProxies)
    : m_router(std::move(routes))
    , m_authenticator(authenticator)
    , m_pool(pool)
    , m_trustedProxies(std::move(trustedProxies)) {}

Dispatcher::Plan Dispatcher::plan(const Head& head) const {
    Plan plan;
    plan.requestId = requestIdFrom(headerOf(head, "x-request-id"));
    const auto refuse = [&plan](int status, std::string detail) {
        plan.refusal = problem(status, PublicText(std::move(detail)), plan.requestId);
    };
    auto query = queryOf(head.query);
    if (!query) {
        refuse(400, "The query cannot be decoded.");
        return plan;
    }
    plan.queryValues = std::move(*query);
    auto found = m_router.find(head.method, head.path);
    std::visit(Overloaded{
                   [&](Router::Match& match) {
                       if (!std::holds_alternative<Public>(match.route->access) &&
                           headerOf(head, "authorization").empty()) {
                           // on the head already: nobody's body need not be read
                           plan.refusal =
                               failureOf(std::make_exception_ptr(signInFirst()), plan.requestId).answer;
                           return;
                       }
                       plan.route = match.route;
                       plan.pathValues = std::move(match.values);
                   },
                   [&](Router::Unreadable) { refuse(400, "The path cannot be decoded."); },
                   [&](Router::UnknownPath) { refuse(404, "There is nothing at this address."); },
                   [&](Router::WrongMethod& wrong) {
                       refuse(405, "This address takes " + wrong.allow + ".");
                       plan.refusal->headers.emplace_back("Allow", wrong.allow);
                   },
                   [&](Router::Options& options) {
                       plan.refusal = Response::noContent();
                       plan.refusal->headers.emplace_back("Allow", options.allow);
                   },
               },
               found);
    return plan;
}

void Dispatcher::run(Plan plan, Head head, std::string body, std::string_view peer,
                     std::shared_ptr<Responder::Sink> sink) {
    const Responder responder(std::move(sink));
    if (!plan.route) {
        responder.send(std::move(*plan.refusal));
        return;
    }
    try {
        auto request = std::make_shared<Request>();
        request->method = plan.route->method;
        request->path = std::move(head.path);
        request->id = std::move(plan.requestId);
        request->remote = clientAddress(peer, headerOf(head, "x-forwarded-for"));
        request->body = std::move(body);
        request->headers = std::move(head.headers);
        request->pathValues = std::move(plan.pathValues);
        request->queryValues = std::move(plan.queryValues);
        admit(*plan.route, std::move(request), responder);
    } catch (...) {
        responder.fail(std::current_exception());
    }
}

void Dispatcher::admit(const Route& route, std::shared_ptr<Request> request, const Responder& responder) {
    if (std::holds_alternative<Public>(route.access))
        return start(route, std::move(request), responder);

    const std::string token(request->bearer());
    if (token.empty())
        throw signInFirst();
    if (std::holds_alternative<Attempt>(
            route.access)) // what the token is worth depends on the run, which the runs area knows
        return start(route, std::move(request), responder);

    if (auto caller = m_authenticator.quick(token)) {
        request->caller = permitted(caller, route, *request);
        return start(route, std::move(request), responder);
    }
    onPool(
        [this, &route, token, request, responder] {
            try {
                request->caller = permitted(m_authenticator.lookUp(token), route, *request);
            } catch (...) {
                return responder.fail(std::current_exception());
            }
            invoke(route, request, responder);
        },
        responder);
}

void Dispatcher::start(const Route& route, RequestPtr request, Responder responder) {
    if (route.runOn == RunOn::Inline)
        return invoke(route, request, responder);
    onPool([&route, request = std::move(request), responder] { invoke(route, request, responder); },
           responder);
}

void Dispatcher::onPool(std::function<void()> task, const Responder& responder) {
    if (!m_pool.submit(std::move(task)))
        responder.fail(std::make_exception_ptr(
            Unavailable("http", PublicText("Too much is being asked at once. Try again in a moment."),
                        std::chrono::seconds(1))));
}

// The rightmost address that is no proxy of ours is the last one that somebody we trust has seen.
std::string Dispatcher::clientAddress(std::string_view peer, std::string_view forwardedFor) const {
    std::string address(peer);
    while (std::ranges::find(m_trustedProxies, address) != m_trustedProxies.end() && !forwardedFor.empty()) {
        const auto comma = forwardedFor.rfind(',');
        auto last = comma == std::string_view::npos ? forwardedFor : forwardedFor.substr(comma + 1);
        forwardedFor = comma == std::string_view::npos ? std::string_view() : forwardedFor.substr(0, comma);
        last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
        last = last.substr(0, last.find_last_not_of(" \t") + 1);
        std::string candidate(last);
        if (!isAddress(candidate))
            break;
        address = std::move(candidate);
    }
    return address;
}

} // namespace labwarden::http

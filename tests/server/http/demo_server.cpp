// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/http/demo_server.h"

#include "server/errors.h"
#include "server/identity/caller.h"

#include <spdlog/spdlog.h>

#include <stdexcept>
#include <utility>

namespace labwarden::test {
namespace {

using http::Method;
using http::Request;
using http::Response;
using http::RunOn;

Response text(std::string body) {
    return {.status = 200,
            .contentType = "text/plain",
            .headers = {},
            .body = std::make_shared<const std::string>(std::move(body))};
}

Response throwing(const Request& request) {
    const auto& what = request.pathValue("what");
    if (what == "int")
        throw 42;
    if (what == "secret")
        throw std::runtime_error("password=hunter2");
    if (what == "conflict")
        throw Conflict(PublicText("The device is busy."), {"rack-1-01"});
    if (what == "unavailable")
        throw Unavailable("postgres", PublicText("The database is away."), std::chrono::seconds(3));
    throw NotFound(PublicText("No such thing."));
}

} // namespace

void Parking::park(http::RequestPtr request, http::Responder responder) {
    {
        const std::lock_guard lock(m_mutex);
        m_parked.push_back({std::move(request), std::move(responder)});
    }
    m_came.notify_all();
}

std::vector<Parking::Parked> Parking::take(std::size_t count) {
    std::unique_lock lock(m_mutex);
    m_came.wait_for(lock, std::chrono::seconds(10), [&] { return m_awake || m_parked.size() >= count; });
    return std::exchange(m_parked, {});
}

void Parking::wake() {
    {
        const std::lock_guard lock(m_mutex);
        m_awake = true;
    }
    m_came.notify_all();
}

std::shared_ptr<const identity::Caller> DemoAuthenticator::quick(std::string_view token) {
    if (token == "broken")
        throw 42;
    if (token != "engineer")
        return nullptr;
    auto caller = std::make_shared<identity::Caller>();
    caller->username = "engineer";
    caller->permissions = {"runs:start"};
    return caller;
}

std::shared_ptr<const identity::Caller> DemoAuthenticator::lookUp(std::string_view token) {
    if (token != "viewer")
        throw Unauthenticated(PublicText("The session has ended."));
    auto caller = std::make_shared<identity::Caller>();
    caller->username = "viewer";
    return caller;
}

const std::string& DemoServer::bigBody() {
    static const std::string body = [] {
        std::string text;
        for (int i = 0; text.size() < (2u << 20); ++i)
            text += std::to_string(i) + ",";
        return text;
    }();
    return body;
}

DemoServer::DemoServer(http::ServerSettings settings)
    : server(std::make_unique<http::Server>(std::move(settings), routes(), authenticator)) {
    server->onDrain([this] {
        for (auto& parked : parking.take(0))
            parked.responder.send(text("nothing new"));
    });
    spdlog::default_logger_raw(); // made here, before there are threads
    server->start();
}

DemoServer::~DemoServer() {
    parking.take(0);
    server.reset();
}

std::vector<http::Route> DemoServer::routes() {
    const auto big = std::make_shared<const std::string>(bigBody());
    const auto who =
        http::answer([](const Request& r) { return text(r.caller->username + "@" + r.caller->remote); });
    return {
        {Method::Get, "/hello", http::Public{}, http::answer([](const Request&) { return text("hello"); }),
         "", RunOn::Inline},
        {Method::Get, "/hello/pool", http::Public{},
         http::answer([](const Request&) { return text("hello"); }), ""},
        {Method::Get, "/echo", http::Public{},
         http::answer([](const Request& r) { return text(r.queryValue("q").value_or("") + " " + r.remote); }),
         "", RunOn::Inline},
        {Method::Post, "/echo", http::Public{}, http::answer([](const Request& r) { return text(r.body); }),
         ""},
        {Method::Get, "/big", http::Public{}, http::answer([big](const Request&) {
             return Response{.status = 200, .contentType = "text/plain", .headers = {}, .body = big};
         }),
         "", RunOn::Inline},
        {Method::Get, "/park", http::Public{},
         [this](http::RequestPtr request, http::Responder responder) {
             parking.park(std::move(request), std::move(responder));
         },
         "", RunOn::Inline},
        {Method::Get, "/who", http::Anyone{}, who, "", RunOn::Inline},
        {Method::Post, "/start", http::Session{"runs:start"}, who, ""},
        {Method::Post, "/attempt", http::Attempt{},
         http::answer([](const Request& r) { return text(std::string(r.bearer())); }), ""},
        {Method::Get, "/items/{id}", http::Public{},
         http::answer([](const Request& r) { return text(r.pathValue("id")); }), ""},
        {Method::Post, "/json", http::Public{},
         http::answer([](const Request& r) { return Response::json(200, r.json()); }), ""},
        {Method::Get, "/throw/{what}", http::Public{}, http::answer(throwing), "", RunOn::Inline},
        {Method::Get, "/lost", http::Public{}, [](const http::RequestPtr&, const http::Responder&) {}, ""},
        {Method::Get, "/slow", http::Public{}, http::answer([this](const Request&) {
             const std::lock_guard lock(gate);
             return text("slow");
         }),
         ""},
    };
}

} // namespace labwarden::test

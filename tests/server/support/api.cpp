// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/support/api.h"

#include "server/identity/password.h"
#include "server/identity/routes.h"

#include <boost/json.hpp>

#include <stdexcept>

namespace labwarden::test {

std::vector<std::string> ApiAnswer::faultsAt() const {
    std::vector<std::string> pointers;
    for (const auto& fault : body.at("errors").as_array())
        pointers.emplace_back(fault.at("pointer").as_string());
    return pointers;
}

TestApi::TestApi(const MakeRoutes& make)
    : database(schema.open(8)), sessions(*database, *redis), passwords(*database, *redis, sessions, events) {
    // One hash for all: each takes a tenth of a second.
    static const std::string hash = identity::hashPassword(password);
    for (const auto& [name, role] : {std::pair{"viewer", "viewer"},
                                     {"engineer", "engineer"},
                                     {"manager", "lab manager"},
                                     {"admin", "admin"}})
        addUser(schema, name, role);
    schema.sql("UPDATE users SET password_hash = '" + hash + "'");

    auto routes = identity::routes(sessions, passwords);
    if (make)
        for (auto& route : make(*database, *redis, events))
            routes.push_back(std::move(route));
    m_server = std::make_unique<http::Server>(http::ServerSettings{}, std::move(routes), sessions);
    m_server->start();
}

TestApi::~TestApi() {
    m_server->drain(std::chrono::seconds(5));
}

std::string TestApi::signIn(const std::string& user) {
    const auto answer = post("/api/v1/auth/login", {{"username", user}, {"password", password}});
    if (answer.status != 200)
        throw std::runtime_error("no log-in for " + user + ": " + boost::json::serialize(answer.body));
    return std::string(answer.body.at("token").as_string());
}

ApiAnswer TestApi::get(const std::string& path, const std::string& token) {
    return send("GET", path, token, {});
}

ApiAnswer TestApi::post(const std::string& path, const boost::json::value& body, const std::string& token) {
    return send("POST", path, token, boost::json::serialize(body));
}

ApiAnswer TestApi::put(const std::string& path, const boost::json::value& body, const std::string& token,
                       std::int64_t version) {
    return send("PUT", path, token, boost::json::serialize(body), version);
}

ApiAnswer TestApi::remove(const std::string& path, const std::string& token, std::int64_t version) {
    return send("DELETE", path, token, {}, version);
}

ApiAnswer TestApi::send(const std::string& method, const std::string& path, const std::string& token,
                        std::string body, std::int64_t version) {
    clients::HttpRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:" + std::to_string(m_server->port()) + path;
    request.bearer = token;
    request.body = std::move(body);
    if (version != 0)
        request.headers.emplace_back("If-Match", '"' + std::to_string(version) + '"');
    const auto result = m_client.send(request);
    if (result.failure != clients::HttpFailure::None)
        throw std::runtime_error(method + " " + path + ": " + result.detail);
    return {result.status, result.body.empty() ? boost::json::value() : boost::json::parse(result.body)};
}

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/server.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace labwarden::test {

/// Keeps requests parked until a test answers them. Any thread.
class Parking {
public:
    struct Parked {
        http::RequestPtr request;
        http::Responder responder;
    };
    void park(http::RequestPtr request, http::Responder responder);
    /// Takes all, after at least `count` are there; fewer when patience ends.
    std::vector<Parked> take(std::size_t count);
    /// Ends every take() that waits, now and later.
    void wake();

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_came;
    std::vector<Parked> m_parked;
    bool m_awake = false;
};

/// Knows two tokens: "engineer" (with "runs:start") at once, "viewer" (without) only on the pool; "broken"
/// throws 42.
class DemoAuthenticator : public http::Authenticator {
public:
    std::shared_ptr<const identity::Caller> quick(std::string_view token) override;
    std::shared_ptr<const identity::Caller> lookUp(std::string_view token) override;
};

/// A real server on a free loopback port, with routes for every way of answering:
/// /hello, /hello/pool, /echo (POST, 1 MB), /big (2 MB), /park, /who, /start, /attempt, /items/{id},
/// /throw/{what}, /lost, /slow.
class DemoServer {
public:
    explicit DemoServer(http::ServerSettings settings = {});
    ~DemoServer();

    std::uint16_t port() const { return server->port(); }

    static const std::string& bigBody();

    Parking parking;
    std::mutex gate; ///< hold it to keep /slow from answering
    DemoAuthenticator authenticator;
    std::unique_ptr<http::Server> server;

private:
    std::vector<http::Route> routes();
};

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace labwarden::http {

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free one
    int ioThreads = 2;
    int poolThreads = 16;
    std::size_t poolQueue = 1024; ///< requests waiting for a pool thread; beyond it 503
    std::size_t maxConnections = 2000;
    std::size_t maxHead = 8192;        ///< bytes
    std::size_t maxTarget = 2048;      ///< bytes
    std::size_t maxBodies = 256 << 20; ///< bytes of all bodies that are being received; beyond it 503
    std::chrono::milliseconds headTimeout{10'000};
    std::chrono::milliseconds bodyTimeout{30'000};
    std::chrono::milliseconds idleTimeout{75'000};
    std::chrono::milliseconds drainStall{5'000};  ///< a reader that takes nothing for so long is dropped
    std::chrono::milliseconds drainLimit{60'000}; ///< and one that has not finished an answer after this
    std::vector<std::string> trustedProxies;      ///< addresses whose X-Forwarded-For counts
};

/// The HTTP server: Pistache contained behind own framing, router and writer. Every method is called from the
/// thread that made it; handlers run as their routes say.
class Server {
public:
    Server(ServerSettings settings, std::vector<Route> routes, Authenticator& authenticator);
    ~Server();
    /// Listens and serves; throws std::runtime_error naming address and port when they cannot be had.
    void start();
    std::uint16_t port() const;
    /// Accepts nothing new, waits until each request that was begun has its whole answer (parked ones are
    /// asked to answer through `onDrain`), at most `limit`; then closes. False: the limit came first.
    bool drain(std::chrono::milliseconds limit);
    /// Called at the start of drain() and every 100 ms until it ends, on its thread: answer what is parked
    /// now.
    void onDrain(std::function<void()> f);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace labwarden::http

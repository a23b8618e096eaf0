// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::test {

/// A network that can fail: forwards connections of a loopback port to a service, and can go silent or be
/// cut.
class TcpProxy {
public:
    TcpProxy(std::string host, std::uint16_t port);
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    std::uint16_t port() const { return m_port; }
    /// Nothing is passed on in either direction, though connections stand and new ones are accepted.
    void silence(bool on) { m_silent = on; }
    /// Refuses new connections and breaks those that stand; `restore()` ends it.
    void cut();
    void restore();

private:
    struct Link {
        int client = -1, server = -1;
    };
    void serve();

    const std::string m_host;
    const std::uint16_t m_target;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    std::atomic<bool> m_silent = false, m_cut = false, m_end = false;
    std::vector<Link> m_links; ///< of the thread alone
    std::jthread m_thread;
};

/// "scheme://user:pw@host:port/rest" with this port on 127.0.0.1 in the place of host and port.
std::string withPort(const std::string& url, std::uint16_t port);
/// The port of such an URL.
std::uint16_t portOf(const std::string& url);
/// A loopback port at which nothing listens.
std::uint16_t closedPort();

} // namespace labwarden::test

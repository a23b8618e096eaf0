// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/support/tcp_proxy.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace labwarden::test {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int listenAt(std::uint16_t port, std::uint16_t& bound) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    auto address = loopback(port);
    socklen_t length = sizeof address;
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), length) != 0 || ::listen(fd, 64) != 0 ||
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("no loopback port for the proxy");
    bound = ntohs(address.sin_port);
    return fd;
}

int connectTo(const std::string& host, std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(port);
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

void breakOff(int fd) {
    const linger reset{.l_onoff = 1, .l_linger = 0}; // RST, as a cut network shows itself
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    ::close(fd);
}

bool pump(int from, int to) {
    std::array<char, 65536> buffer;
    const auto n = ::recv(from, buffer.data(), buffer.size(), 0);
    if (n <= 0)
        return false;
    for (ssize_t done = 0; done < n;) {
        const auto m = ::send(to, buffer.data() + done, static_cast<std::size_t>(n - done), MSG_NOSIGNAL);
        if (m <= 0)
            return false;
        done += m;
    }
    return true;
}

std::pair<std::size_t, std::size_t> hostAndPort(const std::string& url) {
    const auto scheme = url.find("://") + 3;
    const auto end = std::min(url.find_first_of("/?", scheme), url.size());
    const auto at = url.rfind('@', end);
    return {at == std::string::npos || at < scheme ? scheme : at + 1, end};
}

} // namespace

TcpProxy::TcpProxy(std::string host, std::uint16_t port)
    : m_host(std::move(host))
    , m_target(port)
    , m_listener(listenAt(0, m_port))
    , m_thread([this] { serve(); }) {}

TcpProxy::~TcpProxy() {
    m_end = true;
    m_thread.join();
    if (m_listener >= 0)
        ::close(m_listener);
}

void TcpProxy::cut() {
    m_cut = true;
}

void TcpProxy::restore() {
    m_cut = false;
}

void TcpProxy::serve() {
    while (!m_end) {
        if (m_cut && m_listener >= 0) {
            ::close(m_listener);
            m_listener = -1;
            for (const Link& link : m_links) {
                breakOff(link.client);
                breakOff(link.server);
            }
            m_links.clear();
        } else if (!m_cut && m_listener < 0) {
            m_listener = listenAt(m_port, m_port);
        }
        std::vector<pollfd> polls{{.fd = m_listener, .events = POLLIN, .revents = 0}};
        for (const Link& link : m_links)
            for (const int fd : {link.client, link.server})
                polls.push_back({.fd = m_silent ? -1 : fd, .events = POLLIN, .revents = 0});
        ::poll(polls.data(), polls.size(), 10);
        std::vector<Link> kept;
        for (std::size_t i = 0; i < m_links.size(); ++i) {
            const Link& link = m_links[i];
            const bool up = !polls[1 + 2 * i].revents || pump(link.client, link.server);
            const bool down = !polls[2 + 2 * i].revents || pump(link.server, link.client);
            if (up && down) {
                kept.push_back(link);
            } else {
                ::close(link.client);
                ::close(link.server);
            }
        }
        m_links = std::move(kept);
        if (polls[0].revents & POLLIN) {
            Link link;
            link.client = ::accept(m_listener, nullptr, nullptr);
            link.server = connectTo(m_host, m_target);
            if (link.client >= 0 && link.server >= 0)
                m_links.push_back(link);
            else if (link.client >= 0)
                breakOff(link.client);
        }
    }
    for (const Link& link : m_links) {
        ::close(link.client);
        ::close(link.server);
    }
}

std::string withPort(const std::string& url, std::uint16_t port) {
    const auto [begin, end] = hostAndPort(url);
    return url.substr(0, begin) + "127.0.0.1:" + std::to_string(port) + url.substr(end);
}

std::uint16_t portOf(const std::string& url) {
    const auto [begin, end] = hostAndPort(url);
    const auto authority = url.substr(begin, end - begin);
    return static_cast<std::uint16_t>(std::stoi(authority.substr(authority.rfind(':') + 1)));
}

std::uint16_t closedPort() {
    std::uint16_t port = 0;
    ::close(listenAt(0, port));
    return port;
}

} // namespace labwarden::test

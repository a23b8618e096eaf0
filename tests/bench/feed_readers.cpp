// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/feed_readers.h"

#include "tests/e2e/support/process.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace labwarden::bench {

namespace json = boost::json;

namespace {

constexpr std::size_t longestDelay = 60'000; ///< ms
constexpr std::chrono::milliseconds retryPause{200};

} // namespace

int FeedReaders::Seen::percentile(double share) const {
    std::int64_t all = 0;
    for (const std::int64_t count : histogram)
        all += count;
    auto left = static_cast<std::int64_t>(std::ceil(static_cast<double>(all) * share));
    for (std::size_t ms = 0; ms < histogram.size(); ++ms)
        if ((left -= histogram[ms]) <= 0)
            return static_cast<int>(ms) + 1;
    return 0;
}

FeedReaders::FeedReaders(const clients::Url& server, std::vector<std::string> tokens,
                         const json::object& board)
    : m_server(server), m_epoll(::epoll_create1(EPOLL_CLOEXEC)) {
    std::vector<std::int64_t> versions;
    for (const json::value& device : board.at("devices").as_array()) {
        const std::int64_t version = device.at("presence").at("version").as_int64();
        m_devices.emplace(device.at("id").as_string(), Known{versions.size(), version, {}});
        versions.push_back(version);
    }
    for (std::string& token : tokens) {
        Console console;
        console.token = std::move(token);
        console.cursor = std::string(board.at("cursor").as_string());
        console.versions = versions;
        m_consoles.push_back(std::move(console));
    }
    m_seen.histogram.resize(longestDelay);
}

FeedReaders::~FeedReaders() {
    stop();
    for (const Console& console : m_consoles)
        if (console.fd >= 0)
            ::close(console.fd);
    ::close(m_epoll);
}

void FeedReaders::start(int cutsPerSecond) {
    m_thread = std::jthread([this, cutsPerSecond](const std::stop_token& stop) { run(stop, cutsPerSecond); });
}

FeedReaders::Seen FeedReaders::stop() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    m_seen.missed = missing();
    return m_seen;
}

void FeedReaders::committed(const std::string& deviceId, std::int64_t version, Clock::time_point at) {
    const std::lock_guard lock(m_mutex);
    Known& device = m_devices.at(deviceId);
    if (version != device.first + static_cast<std::int64_t>(device.times.size()) + 1)
        throw std::logic_error("somebody else changes these devices");
    device.times.push_back(at);
}

std::int64_t FeedReaders::missing() {
    const std::lock_guard lock(m_mutex);
    std::int64_t missing = 0;
    for (const auto& [id, device] : m_devices)
        for (const Console& console : m_consoles)
            missing += console.versions[device.index] <
                       device.first + static_cast<std::int64_t>(device.times.size());
    return missing;
}

bool FeedReaders::waitForAll(std::chrono::seconds limit) {
    return test::eventually([this] { return missing() == 0; }, limit);
}

void FeedReaders::run(const std::stop_token& stop, int cutsPerSecond) {
    for (Console& console : m_consoles)
        connect(console);
    const auto pause = cutsPerSecond > 0 ? std::chrono::microseconds(1'000'000 / cutsPerSecond)
                                         : std::chrono::microseconds::max();
    auto nextCut = Clock::now() + std::min<std::chrono::microseconds>(pause, std::chrono::hours(1));
    while (!stop.stop_requested()) {
        std::array<epoll_event, 64> events;
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 5);
        for (int i = 0; i < count; ++i)
            read(m_consoles[events[static_cast<std::size_t>(i)].data.u64]);
        const auto now = Clock::now();
        while (cutsPerSecond > 0 && now >= nextCut) {
            nextCut += pause;
            Console& console = m_consoles[m_random() % m_consoles.size()];
            if (console.fd < 0)
                continue;
            cut(console);
            ++m_seen.cuts;
            connect(console);
        }
        for (Console& console : m_consoles)
            if (console.retryAt != Clock::time_point{} && now >= console.retryAt) {
                console.retryAt = {};
                if (console.fd < 0)
                    connect(console);
                else
                    ask(console);
            }
    }
}

void FeedReaders::connect(Console& console) {
    console.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_server.port);
    ::inet_pton(AF_INET, m_server.host.c_str(), &address.sin_addr);
    if (::connect(console.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        cut(console);
        console.retryAt = Clock::now() + retryPause;
        return;
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = static_cast<std::uint64_t>(&console - m_consoles.data());
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, console.fd, &event);
    ask(console);
}

/// In the middle of whatever there is, the way a cable is pulled for the program at the other end.
void FeedReaders::cut(Console& console) {
    const linger hard{1, 0};
    ::setsockopt(console.fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    ::close(console.fd);
    console.fd = -1;
    console.in.clear();
}

void FeedReaders::ask(const Console& console) {
    const std::string request = "GET /api/v1/events?after=" + console.cursor +
                                "&wait=25 HTTP/1.1\r\nHost: " + m_server.host + "\r\nAuthorization: Bearer " +
                                console.token + "\r\n\r\n";
    // A few hundred bytes into an empty buffer; if the other side is gone, read() finds out.
    [[maybe_unused]] const ssize_t sent = ::send(console.fd, request.data(), request.size(), MSG_NOSIGNAL);
}

void FeedReaders::read(Console& console) {
    if (console.fd < 0)
        return; // cut off a moment ago
    std::array<char, 64 * 1024> part;
    const ssize_t size = ::recv(console.fd, part.data(), part.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN)
        return;
    if (size <= 0) {
        cut(console);
        console.retryAt = Clock::now() + retryPause;
        return;
    }
    console.in.append(part.data(), static_cast<std::size_t>(size));
    while (takeAnswer(console)) {
    }
}

bool FeedReaders::takeAnswer(Console& console) {
    const auto headEnd = console.in.find("\r\n\r\n");
    if (headEnd == std::string::npos)
        return false;
    const auto field = console.in.find("Content-Length: ");
    if (field > headEnd)
        throw std::runtime_error("an answer without Content-Length");
    const std::size_t size = std::strtoul(console.in.c_str() + field + 16, nullptr, 10);
    if (console.in.size() < headEnd + 4 + size)
        return false;
    const bool ok = console.in.compare(0, 12, "HTTP/1.1 200") == 0;
    const std::string body = console.in.substr(headEnd + 4, size);
    console.in.erase(0, headEnd + 4 + size);
    ++m_seen.answers;
    if (!ok) {
        ++m_seen.refused;
        console.retryAt = Clock::now() + retryPause;
        return true;
    }
    takeBundle(console, body);
    ask(console);
    return true;
}

void FeedReaders::takeBundle(Console& console, const std::string& body) {
    const auto now = Clock::now();
    const json::value bundle = json::parse(body);
    console.cursor = std::string(bundle.at("cursor").as_string());
    const std::lock_guard lock(m_mutex);
    m_seen.resets += bundle.at("reset").as_bool();
    for (const json::value& event : bundle.at("events").as_array()) {
        const auto device = m_devices.find(std::string(event.at("id").as_string()));
        if (device == m_devices.end() || event.at("part") != "presence")
            continue;
        const std::int64_t version = event.at("version").as_int64();
        std::int64_t& mine = console.versions[device->second.index];
        if (version <= mine) {
            ++m_seen.twice;
            continue;
        }
        mine = version;
        ++m_seen.delivered;
        const auto place = static_cast<std::size_t>(version - device->second.first - 1);
        // Not there yet: it was faster here than at the one who committed it.
        const auto at = place < device->second.times.size() ? device->second.times[place] : now;
        const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(now - at).count();
        ++m_seen.histogram[std::min<std::size_t>(longestDelay - 1,
                                                 static_cast<std::size_t>(std::max<long>(0, delay)))];
    }
}

} // namespace labwarden::bench

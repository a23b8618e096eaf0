// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/url.h"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace labwarden::bench {

/// Many consoles that stand in the long poll of `GET /events`, on one thread, each with a connection of its
/// own. They keep the version of each device's presence, which is all that changes here.
class FeedReaders {
public:
    using Clock = std::chrono::steady_clock;
    struct Seen {
        std::int64_t delivered = 0; ///< states that a console had not
        std::int64_t twice = 0;     ///< states that it had
        std::int64_t missed = 0;    ///< last states that a console has not, at the end
        std::int64_t resets = 0, refused = 0, cuts = 0, answers = 0;
        std::vector<std::int64_t> histogram; ///< of delays, one place a ms
        int percentile(double share) const;  ///< ms, rounded up
    };

    /// One for each token, all at the cursor of `board`, an answer of `GET /devices`.
    FeedReaders(const clients::Url& server, std::vector<std::string> tokens,
                const boost::json::object& board);
    ~FeedReaders();
    void start(int cutsPerSecond);
    /// Any thread.
    void committed(const std::string& deviceId, std::int64_t version, Clock::time_point at);
    /// Whether every console has the last state of every device before the time is over.
    bool waitForAll(std::chrono::seconds limit);
    Seen stop();

private:
    struct Console {
        std::string token, cursor;
        int fd = -1;
        std::string in;
        std::vector<std::int64_t> versions;
        Clock::time_point retryAt{}; ///< the epoch: none
    };
    struct Known {
        std::size_t index;
        std::int64_t first;                   ///< version at the beginning
        std::vector<Clock::time_point> times; ///< of the versions after it
    };

    void run(const std::stop_token& stop, int cutsPerSecond);
    void connect(Console& console);
    void cut(Console& console);
    void ask(const Console& console);
    void read(Console& console);
    bool takeAnswer(Console& console);
    void takeBundle(Console& console, const std::string& body);
    std::int64_t missing();

    const clients::Url m_server;
    int m_epoll = -1;
    std::vector<Console> m_consoles;
    std::mutex m_mutex; ///< guards the rest, and the consoles' versions
    std::unordered_map<std::string, Known> m_devices;
    Seen m_seen;
    std::mt19937 m_random{1};
    std::jthread m_thread;
};

} // namespace labwarden::bench

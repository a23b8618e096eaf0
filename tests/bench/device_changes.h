// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/event_relay.h"
#include "server/storage/database.h"
#include "server/storage/redis.h"
#include "tests/e2e/support/lab.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::bench {

/// Devices of a lab whose presence changes, as another server of the same lab would have it: by the function
/// that servers call, with an event relay of its own that is woken after each commit.
class DeviceChanges {
public:
    /// Registers `devices` of them.
    DeviceChanges(const test::Lab& lab, int devices);
    ~DeviceChanges();

    using Clock = std::chrono::steady_clock;
    /// Told of each change once it is committed: whose, its version, and when. On the storm's thread.
    using Committed =
        std::function<void(const std::string& deviceId, std::int64_t version, Clock::time_point at)>;

    /// Changes so many devices a second, one after the other, in commits of ten, until it ends.
    class Storm {
    public:
        Storm(DeviceChanges& changes, int perSecond, Committed committed);
        /// Changes a second that have been made.
        double stop();

    private:
        std::atomic<std::int64_t> m_made = 0;
        const Clock::time_point m_began = Clock::now();
        std::jthread m_thread;
    };

private:
    /// The next ten devices are now what they were not.
    int changeSome(const Committed& committed);

    const std::unique_ptr<storage::Database> m_database;
    const std::unique_ptr<storage::Redis> m_redis;
    board::EventRelay m_relay;
    std::vector<std::string> m_keys;
    std::vector<bool> m_online;
    std::size_t m_next = 0;
};

} // namespace labwarden::bench

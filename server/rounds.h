// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/backoff.h"
#include "server/errors.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace labwarden {

/// A background duty: a thread that does one round of work whenever it is woken, and every `pause` anyway. A
/// round that finds a dependency away is repeated with backoff, and the change is logged once.
class Rounds {
public:
    /// `round` returns true when there is more to do at once. What it throws ends the round, not the duty.
    Rounds(std::string name, std::chrono::milliseconds pause, std::function<bool()> round)
        : m_name(std::move(name)), m_pause(pause), m_round(std::move(round)) {}
    ~Rounds() { stop(); }
    Rounds(const Rounds&) = delete;
    Rounds& operator=(const Rounds&) = delete;

    void start() {
        m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
    }
    /// Waits for the round under way. The round's owner calls it before anything that the round uses goes
    /// away.
    void stop() {
        m_thread.request_stop();
        if (m_thread.joinable())
            m_thread.join();
    }
    /// Any thread; never blocks for long.
    void wake() {
        {
            const std::lock_guard lock(m_mutex);
            m_woken = true;
        }
        m_wake.notify_one();
    }

private:
    void work(const std::stop_token& stop) {
        clients::Backoff backoff(std::chrono::milliseconds(100), std::chrono::seconds(5));
        bool away = false;
        while (!stop.stop_requested()) {
            std::chrono::milliseconds rest = m_pause;
            try {
                while (m_round() && !stop.stop_requested()) {
                }
                if (std::exchange(away, false))
                    spdlog::info("{}: at work again", m_name);
                backoff.reset();
            } catch (const Unavailable& e) {
                if (!std::exchange(away, true))
                    spdlog::warn("{}: waits for {}", m_name, e.dependency);
                rest = backoff.next();
            } catch (const std::exception& e) {
                spdlog::error("{}: {}", m_name, e.what());
                rest = backoff.next();
            }
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, rest, [&] { return m_woken && !away; });
            m_woken = false;
        }
    }

    const std::string m_name;
    const std::chrono::milliseconds m_pause;
    const std::function<bool()> m_round;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_woken = false;
    std::jthread m_thread;
};

} // namespace labwarden

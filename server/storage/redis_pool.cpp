// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/redis_pool.h"

#include "server/errors.h"
#include "server/storage/redis_link.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace labwarden::storage {

namespace {

using Clock = RedisLink::Clock;

constexpr std::chrono::milliseconds pulseEvery{500};

Unavailable away() {
    return Unavailable("redis", PublicText("The lab's fast store is not available at the moment."));
}

/// An error that says that Redis cannot serve now, not that the command was wrong.
bool meansAway(const std::string& error) {
    return error.starts_with("LOADING") || error.starts_with("MASTERDOWN") || error.starts_with("READONLY") ||
           error.starts_with("MISCONF") || error.starts_with("OOM") || error.starts_with("BUSY ");
}

class RedisPool : public Redis {
public:
    explicit RedisPool(RedisSettings settings)
        : m_settings(std::move(settings))
        , m_address(RedisAddress::parse(m_settings.url))
        , m_backoff(m_settings.backoffMin)
        , m_pulse([this](std::stop_token s) { pulse(s); }) {}

    RedisReply command(const std::vector<std::string>& words, std::chrono::milliseconds deadline) override {
        return std::move(exchange({words}, deadline).front());
    }
    std::vector<RedisReply> pipeline(const std::vector<std::vector<std::string>>& commands,
                                     std::chrono::milliseconds deadline) override {
        return commands.empty() ? std::vector<RedisReply>() : exchange(commands, deadline);
    }
    bool healthy() const override {
        const std::lock_guard lock(m_mutex);
        return m_reached && !m_away;
    }
    const std::string& prefix() const override { return m_settings.prefix; }

private:
    std::vector<RedisReply> exchange(const std::vector<std::vector<std::string>>& commands,
                                     std::chrono::milliseconds wait);
    std::unique_ptr<RedisLink> take(Clock::time_point deadline);
    void giveBack(std::unique_ptr<RedisLink> link);
    void lost(const char* why);
    void pulse(std::stop_token stop);

    const RedisSettings m_settings;
    const RedisAddress m_address;
    mutable std::mutex m_mutex;
    std::condition_variable m_freed;
    std::vector<std::unique_ptr<RedisLink>> m_idle;
    int m_open = 0; ///< idle, on loan or being connected
    bool m_reached = false;
    bool m_away = false;
    Clock::time_point m_retryAt{}; ///< while away nobody tries before this, and one at a time
    std::chrono::milliseconds m_backoff;
    std::jthread m_pulse; // last: it ends first
};

std::unique_ptr<RedisLink> RedisPool::take(Clock::time_point deadline) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (m_away) {
            if (Clock::now() < m_retryAt)
                throw away();
            m_retryAt = Clock::now() +
                        m_settings.connectTimeout; // this call tries; the others fail at once until it knows
        }
        while (!m_idle.empty()) {
            auto link = std::move(m_idle.back());
            m_idle.pop_back();
            if (link->alive())
                return link;
            --m_open;
        }
        if (m_open < m_settings.connections)
            break;
        if (m_freed.wait_until(lock, deadline) == std::cv_status::timeout)
            throw away();
    }
    ++m_open;
    lock.unlock();
    return std::make_unique<RedisLink>(m_address,
                                       std::min(deadline, Clock::now() + m_settings.connectTimeout));
}

void RedisPool::giveBack(std::unique_ptr<RedisLink> link) {
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_away, false))
        spdlog::info("redis: connected again");
    m_reached = true;
    m_backoff = m_settings.backoffMin;
    m_idle.push_back(std::move(link));
    m_freed.notify_one();
}

void RedisPool::lost(const char* why) {
    const std::lock_guard lock(m_mutex);
    --m_open;
    const auto now = Clock::now();
    if (!std::exchange(m_away, true))
        spdlog::warn("redis: no connection, trying again: {}", why);
    m_retryAt = now + m_backoff;
    m_backoff = std::min(m_backoff * 2, m_settings.backoffMax);
    m_freed.notify_one();
}

std::vector<RedisReply> RedisPool::exchange(const std::vector<std::vector<std::string>>& commands,
                                            std::chrono::milliseconds wait) {
    const auto deadline = Clock::now() + wait;
    RedisLink::Answer answer;
    std::unique_ptr<RedisLink> link;
    try {
        link = take(deadline);
        answer = link->exchange(commands, deadline);
    } catch (const RedisLost& e) {
        lost(e.what());
        throw away();
    }
    giveBack(std::move(link));
    for (const std::string& error : answer.errors) {
        if (meansAway(error)) {
            spdlog::warn("redis: {}", error);
            throw away();
        }
        if (!error.empty())
            throw std::runtime_error("redis: " + error);
    }
    return std::move(answer.replies);
}

// Keeps healthy() true to life while nobody asks for anything, and finds a Redis that has come back.
void RedisPool::pulse(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any tick;
    std::unique_lock own(mutex);
    do {
        try {
            command({"PING"}, m_settings.connectTimeout);
        } catch (const std::exception&) {
            // lost() has noted and logged it
        }
    } while (!tick.wait_for(own, stop, pulseEvery, [&] { return stop.stop_requested(); }));
}

} // namespace

std::unique_ptr<Redis> openRedis(RedisSettings settings) {
    return std::make_unique<RedisPool>(std::move(settings));
}

} // namespace labwarden::storage

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>
#include <utility>

namespace labwarden::clients {

/// Hands values from threads that must never wait (a broker's loop) to one that may. What does not fit is
/// dropped and counted. Any thread.
template<class T>
class BoundedQueue {
public:
    /// At most `limit` values that together weigh at most `weightLimit`, in whatever unit push() is told.
    explicit BoundedQueue(std::size_t limit,
                          std::size_t weightLimit = std::numeric_limits<std::size_t>::max())
        : m_limit(limit), m_weightLimit(weightLimit) {}

    /// False: full or closed, and the value is counted as dropped.
    bool push(T value, std::size_t weight = 0) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed || m_values.size() >= m_limit || weight > m_weightLimit - m_weight) {
                ++m_dropped;
                return false;
            }
            m_values.push_back(std::move(value));
            m_weight += weight;
        }
        m_changed.notify_one();
        return true;
    }

    /// Everything there is, in order; waits for the first value until the deadline. Empty at the deadline and
    /// once closed.
    std::deque<T> takeAll(std::chrono::milliseconds wait) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, wait, [&] { return m_closed || !m_values.empty(); });
        m_weight = 0;
        return std::exchange(m_values, {});
    }

    /// Wakes whoever waits. Values pushed before can still be taken.
    void close() {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_changed.notify_all();
    }

    std::uint64_t dropped() const {
        const std::lock_guard lock(m_mutex);
        return m_dropped;
    }

private:
    const std::size_t m_limit, m_weightLimit;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<T> m_values;
    std::size_t m_weight = 0;
    std::uint64_t m_dropped = 0;
    bool m_closed = false;
};

} // namespace labwarden::clients

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace labwarden::telemetry {

/// Points on their way to InfluxDB, as lines, gathered into batches. Bounded: when there is no room the
/// oldest batch goes, and its points are counted. Of one thread.
class PointBuffer {
public:
    using Clock = std::chrono::steady_clock;
    struct Batch {
        std::string lines;
        std::size_t points = 0;
        Clock::time_point begun; ///< when its first point came
    };

    PointBuffer(std::size_t batch, std::size_t limit) : m_batch(batch), m_limit(limit) {}

    /// `line` with its newline.
    void add(const std::string& line, Clock::time_point now) {
        if (m_batches.empty() || m_batches.back().points >= m_batch)
            m_batches.push_back({.lines = {}, .points = 0, .begun = now});
        m_batches.back().lines += line;
        ++m_batches.back().points;
        ++m_points;
        while (m_points > m_limit && m_batches.size() > 1)
            m_dropped += pop();
    }

    /// The oldest batch when it is full or `age` old; nullptr otherwise. Stays in place until popped.
    const Batch* due(Clock::time_point now, std::chrono::milliseconds age) const {
        if (m_batches.empty())
            return nullptr;
        const Batch& oldest = m_batches.front();
        return oldest.points >= m_batch || now - oldest.begun >= age ? &oldest : nullptr;
    }
    /// Removes the oldest batch; how many points it had.
    std::size_t pop() {
        const std::size_t points = m_batches.front().points;
        m_batches.pop_front();
        m_points -= points;
        return points;
    }
    /// When due() will have something if nothing is added; nothing while empty.
    std::optional<Clock::time_point> nextDue(std::chrono::milliseconds age) const {
        if (m_batches.empty())
            return std::nullopt;
        return m_batches.front().begun + age;
    }
    std::size_t points() const { return m_points; }
    std::uint64_t dropped() const { return m_dropped; }

private:
    const std::size_t m_batch, m_limit;
    std::deque<Batch> m_batches;
    std::size_t m_points = 0;
    std::uint64_t m_dropped = 0;
};

} // namespace labwarden::telemetry

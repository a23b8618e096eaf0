// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace labwarden::telemetry {

/// Points as the lines that InfluxDB takes, one a point.
struct Batch {
    std::string lines;
    std::size_t points = 0;
};

/// Gathers points into batches. A plain value of one thread.
class BatchMaker {
public:
    using Clock = std::chrono::steady_clock;

    /// A batch is full with so many points, or once it has so many bytes.
    BatchMaker(std::size_t points, std::size_t bytes) : m_pointLimit(points), m_byteLimit(bytes) {}

    /// `append(lines)` appends one line with its newline. The batch, when that has filled it.
    template<class Append>
    std::optional<Batch> add(Clock::time_point now, Append append) {
        if (m_batch.points == 0)
            m_begun = now;
        append(m_batch.lines);
        ++m_batch.points;
        if (m_batch.points < m_pointLimit && m_batch.lines.size() < m_byteLimit)
            return std::nullopt;
        return rest();
    }
    /// What there is, if its first point is `age` old.
    std::optional<Batch> due(Clock::time_point now, std::chrono::milliseconds age) {
        return m_batch.points > 0 && now - m_begun >= age ? rest() : std::nullopt;
    }
    /// What there is.
    std::optional<Batch> rest() {
        if (m_batch.points == 0)
            return std::nullopt;
        Batch next;
        next.lines.reserve(m_batch.lines.size());
        return std::exchange(m_batch, std::move(next));
    }
    /// When due() will give something if nothing is added; nothing while empty.
    std::optional<Clock::time_point> nextDue(std::chrono::milliseconds age) const {
        if (m_batch.points == 0)
            return std::nullopt;
        return m_begun + age;
    }
    std::size_t points() const { return m_batch.points; }

private:
    const std::size_t m_pointLimit, m_byteLimit;
    Batch m_batch;
    Clock::time_point m_begun;
};

} // namespace labwarden::telemetry

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace labwarden::clients {

/// How long to wait before the next try: doubles from `first` to `cap`, each delay drawn from its upper half,
/// so that many clients that lost the same broker do not come back in step. A plain value of one thread.
class Backoff {
public:
    explicit Backoff(std::chrono::milliseconds first = std::chrono::milliseconds(250),
                     std::chrono::milliseconds cap = std::chrono::seconds(15),
                     std::uint32_t seed = std::random_device{}())
        : m_first(first), m_cap(cap), m_step(first), m_random(seed) {}

    /// The delay before the next try, between half and all of the present step.
    std::chrono::milliseconds next() {
        std::uniform_int_distribution<std::chrono::milliseconds::rep> pick(m_step.count() / 2,
                                                                           m_step.count());
        const std::chrono::milliseconds delay(pick(m_random));
        m_step = std::min(m_step * 2, m_cap);
        return delay;
    }
    /// After a success.
    void reset() { m_step = m_first; }

private:
    std::chrono::milliseconds m_first, m_cap, m_step;
    std::mt19937 m_random;
};

} // namespace labwarden::clients

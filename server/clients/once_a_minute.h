// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace labwarden::clients {

/// Keeps what others can provoke from filling the log: counts, and says at most once a minute that it is time
/// to tell. A plain value of one thread.
class OnceAMinute {
public:
    /// Counts one more. The number since the last telling when it is time to tell; nothing otherwise.
    std::optional<std::uint64_t> count(std::uint64_t more = 1) {
        m_count += more;
        const auto now = std::chrono::steady_clock::now();
        if (m_count == 0 || (m_told && now - *m_told < std::chrono::minutes(1)))
            return std::nullopt;
        m_told = now;
        const auto told = m_count;
        m_count = 0;
        return told;
    }

private:
    std::uint64_t m_count = 0;
    std::optional<std::chrono::steady_clock::time_point> m_told;
};

} // namespace labwarden::clients

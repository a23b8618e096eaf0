// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/house.h"

#include <utility>

namespace labwarden::http {

House::House(ServerSettings s)
    : settings(std::move(s))
    , drainer({.stall = settings.drainStall, .total = settings.drainLimit, .jobs = settings.maxConnections}) {
}

std::optional<House::Place> House::enter() {
    const std::lock_guard lock(m_mutex);
    if (m_connections >= settings.maxConnections)
        return std::nullopt;
    ++m_connections;
    return Place(shared_from_this());
}

void House::leave() {
    {
        const std::lock_guard lock(m_mutex);
        --m_connections;
    }
    m_left.notify_all();
}

std::size_t House::connections() const {
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

bool House::waitUntilEmpty(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(m_mutex);
    return m_left.wait_until(lock, deadline, [this] { return m_connections == 0; });
}

} // namespace labwarden::http

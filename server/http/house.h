// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/server.h"
#include "server/http/writer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>

namespace labwarden::http {

/// What all connections of a server share. Outlives the server for as long as a parked answer does. Any
/// thread.
class House : public std::enable_shared_from_this<House> {
public:
    /// A connection's place among those that are allowed; given back at its end.
    class Place {
    public:
        explicit Place(std::shared_ptr<House> house) : m_house(std::move(house)) {}
        Place(Place&&) = default;
        Place& operator=(Place&&) = default;
        ~Place() {
            if (m_house)
                m_house->leave();
        }

    private:
        std::shared_ptr<House> m_house;
    };

    explicit House(ServerSettings s);

    /// Nothing when the house is full.
    std::optional<Place> enter();
    std::size_t connections() const;
    /// False: there were still connections at `deadline`.
    bool waitUntilEmpty(std::chrono::steady_clock::time_point deadline);

    /// Memory for a body that is being received. False: all bodies together have become too large.
    bool holdBody(std::size_t bytes) { return (m_bodies += bytes) <= settings.maxBodies; }
    /// Gives back what was held, also what was held in vain.
    void letGoBody(std::size_t bytes) { m_bodies -= bytes; }

    using Clock = std::chrono::steady_clock;

    void startDraining() { m_drainingSince = Clock::now(); }
    bool draining() const { return drainingSince() != Clock::time_point(); }
    Clock::time_point drainingSince() const { return m_drainingSince; } ///< the epoch: not draining

    const ServerSettings settings;
    Drainer drainer;

private:
    void leave();

    std::atomic<std::size_t> m_bodies = 0;
    std::atomic<Clock::time_point> m_drainingSince{};
    mutable std::mutex m_mutex;
    std::condition_variable m_left;
    std::size_t m_connections = 0;
};

} // namespace labwarden::http

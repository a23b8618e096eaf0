// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/rounds.h"
#include "server/runs/run_settings.h"

#include <chrono>
#include <functional>
#include <string>

namespace labwarden {
class EventSink;
}
namespace labwarden::storage {
class Database;
struct Query;
} // namespace labwarden::storage

namespace labwarden::runs {

/// Ends what nobody else will: lost attempts, overdue runs and cancels, runs whose device has gone; and
/// starts the health checks that are due. Any number of servers may reap at once. Right after its own start
/// and after an outage of PostgreSQL it holds still, since runners could not be heard meanwhile.
class Reaper {
public:
    /// All outlive it. `jobReady` as in RunService.
    Reaper(const RunSettings& settings, storage::Database& database, EventSink& sink,
           std::function<void()> jobReady);
    ~Reaper();
    void start();
    void stop() { m_rounds.stop(); }

private:
    using Clock = std::chrono::steady_clock;

    bool round();
    void reap(const storage::Query& duty, std::chrono::milliseconds limit);
    void startHealthChecks();
    void told(const storage::Query& duty, const std::string& eventsText);
    void holdStill() { m_stillUntil = Clock::now() + m_settings.reaperHold; }

    const RunSettings m_settings;
    storage::Database& m_database;
    EventSink& m_sink;
    const std::function<void()> m_jobReady;
    Clock::time_point m_stillUntil{}, m_lastRound{}, m_nextTidy{}, m_nextChecks{};
    Rounds m_rounds; // last: ends first
};

} // namespace labwarden::runs

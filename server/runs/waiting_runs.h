// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/rounds.h"
#include "server/runs/run_settings.h"

#include <atomic>
#include <functional>

namespace labwarden {
class EventSink;
}
namespace labwarden::storage {
class Database;
}

namespace labwarden::runs {

/// Gives devices to the runs that wait for them, in the order of their rank (sql/functions/runs/waiting.sql).
/// Every server does so; what one grants another one does not see as waiting any more.
class WaitingRuns {
public:
    /// All outlive it. `jobReady`: a job is to be published; must not block.
    WaitingRuns(const RunSettings& settings, storage::Database& database, EventSink& sink,
                std::function<void()> jobReady);
    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }
    /// Looks at once when anybody waits, as far as is known here. Any thread; costs nothing otherwise.
    void devicesFreed();
    /// Somebody waits now, and does not have to until the next tick. Any thread.
    void runWaits();
    /// One round, for tests too: whether there is more to do.
    bool round();

private:
    storage::Database& m_database;
    EventSink& m_sink;
    const std::function<void()> m_jobReady;
    std::atomic<bool> m_anyWaits = true;
    Rounds m_rounds; // last: ends first
};

} // namespace labwarden::runs

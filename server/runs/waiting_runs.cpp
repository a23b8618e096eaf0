// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/waiting_runs.h"

#include "server/event_sink.h"
#include "server/storage/database.h"
#include "server/stored_events.h"
#include "sql/queries/runs.h"

#include <boost/json/parse.hpp>

namespace labwarden::runs {

WaitingRuns::WaitingRuns(const RunSettings& settings, storage::Database& database, EventSink& sink,
                         std::function<void()> jobReady)
    : m_database(database)
    , m_sink(sink)
    , m_jobReady(std::move(jobReady))
    , m_rounds("waiting runs", settings.waitingTick, [this] { return round(); }) {}

void WaitingRuns::devicesFreed() {
    if (m_anyWaits)
        m_rounds.wake();
}

void WaitingRuns::runWaits() {
    m_anyWaits = true;
    m_rounds.wake();
}

bool WaitingRuns::round() {
    const auto rows = m_database.acquire()->run(queries::runs::grant_waiting);
    const auto answer = boost::json::parse(rows.at(0).at(0).c_str()).as_object();
    m_anyWaits = answer.at("waiting").to_number<std::int64_t>() > 0;
    const auto events = storedEvents(answer.at("events"));
    if (events.empty())
        return false;
    m_sink.committed(events);
    m_jobReady();
    return m_anyWaits; // what these have left is somebody's, perhaps
}

} // namespace labwarden::runs

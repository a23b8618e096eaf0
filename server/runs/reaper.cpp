// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/reaper.h"

#include "server/event_sink.h"
#include "server/runs/run_id.h"
#include "server/storage/database.h"
#include "server/stored_events.h"
#include "sql/queries/runs.h"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace labwarden::runs {

namespace {
constexpr std::size_t checksPerRound =
    10; ///< so that a day on which many are due does not take the lab at once
}

Reaper::Reaper(const RunSettings& settings, storage::Database& database, EventSink& sink,
               std::function<void()> jobReady)
    : m_settings(settings)
    , m_database(database)
    , m_sink(sink)
    , m_jobReady(std::move(jobReady))
    , m_rounds("reaper", settings.reaperTick, [this] { return round(); }) {}

Reaper::~Reaper() {
    stop();
}

void Reaper::start() {
    holdStill();
    m_lastRound = Clock::now();
    m_rounds.start();
}

bool Reaper::round() {
    const auto now = Clock::now();
    // A machine that slept, or a process that was stopped, has not heard its runners either.
    if (now - m_lastRound >
        std::max<std::chrono::milliseconds>(m_settings.heartbeatLimit / 4, 10 * m_settings.reaperTick))
        holdStill();
    m_lastRound = now;
    try {
        if (now < m_stillUntil) {
            m_database.acquire(); // an outage while holding still begins the hold anew
            return false;
        }
        reap(queries::runs::expire_cancels, m_settings.cancelLimit);
        reap(queries::runs::expire_queued, m_settings.queueLimit);
        reap(queries::runs::expire_waiting, m_settings.waitLimit);
        reap(queries::runs::expire_deadlines, m_settings.cancelLimit);
        reap(queries::runs::expire_lost_devices, m_settings.deviceLossLimit);
        reap(queries::runs::expire_lost_attempts, m_settings.heartbeatLimit);
        if (now >= m_nextChecks) {
            startHealthChecks();
            m_nextChecks = now + m_settings.healthCheckTick;
        }
        if (now >= m_nextTidy) {
            m_database.acquire()->run(queries::runs::forget_idempotency_keys);
            m_nextTidy = now + std::chrono::hours(1);
        }
    } catch (const Unavailable&) {
        holdStill();
        throw;
    }
    return false;
}

void Reaper::reap(const storage::Query& duty, std::chrono::milliseconds limit) {
    const auto rows = m_database.acquire()->run(duty, std::chrono::duration<double>(limit).count());
    told(duty, rows.at(0).at(0).c_str());
}

void Reaper::startHealthChecks() {
    std::vector<std::string> ids(checksPerRound);
    std::ranges::generate(ids, newRunId);
    const auto& duty = queries::runs::start_health_checks;
    const auto rows = m_database.acquire()->run(duty, storage::arrayLiteral(ids));
    told(duty, rows.at(0).at(0).c_str());
}

void Reaper::told(const storage::Query& duty, const std::string& eventsText) {
    const std::vector<Event> events = storedEvents(boost::json::parse(eventsText));
    if (events.empty())
        return;
    spdlog::info("reaper: {} changed {} parts", duty.name, events.size());
    m_sink.committed(events);
    m_jobReady();
}

} // namespace labwarden::runs

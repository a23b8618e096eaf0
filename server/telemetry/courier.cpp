// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/courier.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace labwarden::telemetry {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto farewell = 2s;

} // namespace

Courier::Courier(CourierSettings settings, Backlog& backlog)
    : m_settings(std::move(settings))
    , m_backlog(backlog)
    , m_sink(m_settings.influx, m_settings.deadline)
    , m_backoff(m_settings.firstRetry, m_settings.longestRetry) {}

void Courier::start() {
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
}

void Courier::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_backlog.wake();
    if (m_thread.joinable())
        m_thread.join();
}

CourierCounters Courier::counters() const {
    const std::lock_guard lock(m_mutex);
    return m_counters;
}

bool Courier::stopping() const {
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void Courier::pause(std::chrono::milliseconds length) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, length, [&] { return m_stopping; });
}

void Courier::run() {
    // Before the first point, too: whoever asks for telemetry finds none, and not that there is no database.
    for (bool ready = false; !ready && !stopping();) {
        ready = m_sink.ready();
        reached(ready, "InfluxDB is not available");
        if (!ready)
            pause(m_backoff.next());
    }
    while (!stopping()) {
        if (auto piece = m_backlog.take(500ms))
            deliver(std::move(*piece));
        else
            pause(1ms); // a segment that cannot be read now must not make this loop spin
    }
    writeRest();
}

void Courier::deliver(Backlog::Piece piece) {
    const Delivery delivery = m_sink.write(piece.batch);
    if (!delivery.taken) {
        m_backlog.giveBack(std::move(piece));
        reached(false, delivery.why);
        if (!stopping())
            pause(m_backoff.next());
        return;
    }
    m_backlog.done(piece);
    {
        const std::lock_guard lock(m_mutex);
        const auto written = piece.batch.points - delivery.refused;
        m_counters.written += written;
        m_counters.replayed += piece.segment ? written : 0;
        m_counters.refused += delivery.refused;
    }
    if (delivery.refused > 0)
        if (const auto points = m_refusedLog.count(delivery.refused))
            spdlog::warn("Telemetry: {} points are refused: {}", *points, delivery.why);
    reached(true, {});
}

/// Also tells the backlog where new batches go.
void Courier::reached(bool is, const std::string& why) {
    bool changed = false;
    {
        const std::lock_guard lock(m_mutex);
        changed = !m_counters.since || m_counters.reachable != is;
        m_counters.reachable = is;
        if (changed)
            m_counters.since = Timestamp::now();
    }
    if (is) {
        m_backoff.reset();
        if (changed)
            spdlog::info("Telemetry: InfluxDB takes points");
    } else if (changed) {
        spdlog::warn("Telemetry: InfluxDB takes no points, they wait: {}", why);
    }
    if (changed || !is)
        m_backlog.away(!is);
}

void Courier::writeRest() {
    m_sink = InfluxSink(m_settings.influx, farewell);
    const auto end = Clock::now() + farewell;
    while (Clock::now() < end) {
        auto piece = m_backlog.takeLive();
        if (!piece)
            return;
        const Delivery delivery = m_sink.write(piece->batch);
        if (!delivery.taken) {
            m_backlog.giveBack(std::move(*piece));
            break;
        }
        m_backlog.done(*piece);
        const std::lock_guard lock(m_mutex);
        m_counters.written += piece->batch.points - delivery.refused;
        m_counters.refused += delivery.refused;
    }
    m_backlog.away(true); // what is left goes to disk
    const auto lost = m_backlog.counters().points;
    if (lost == 0)
        return;
    spdlog::warn("Telemetry: {} points are lost, InfluxDB was not available at the end", lost);
    const std::lock_guard lock(m_mutex);
    m_counters.lost = lost;
}

} // namespace labwarden::telemetry

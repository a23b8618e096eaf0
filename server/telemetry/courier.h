// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"
#include "server/clients/backoff.h"
#include "server/clients/once_a_minute.h"
#include "server/clients/url.h"
#include "server/telemetry/backlog.h"
#include "server/telemetry/influx_sink.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

namespace labwarden::telemetry {

struct CourierSettings {
    clients::Url influx;
    std::chrono::milliseconds deadline{
        5000}; ///< of one request; an InfluxDB that takes longer counts as away
    std::chrono::milliseconds firstRetry{250}, longestRetry{5000};
};

/// Since the start.
struct CourierCounters {
    std::uint64_t written = 0;  ///< points that InfluxDB has, `replayed` among them
    std::uint64_t replayed = 0; ///< points that came from disk
    std::uint64_t refused = 0;  ///< points that InfluxDB will not take
    std::uint64_t lost = 0;     ///< points in memory at the end, with InfluxDB away and no disk to keep them
    bool reachable = false; ///< InfluxDB has taken or answered what it was asked last; false before the first
    std::optional<Timestamp> since; ///< when that was found out
};

/// Empties the backlog into InfluxDB, on its own thread, with jittered backoff while that is away. A batch
/// whose fate is not known is written again: the same points twice are one.
class Courier {
public:
    /// The backlog outlives it. Throws as InfluxSink.
    Courier(CourierSettings settings, Backlog& backlog);
    ~Courier() { stop(); }

    void start();
    /// Nothing is put into the backlog any more: writes what is in memory within two seconds and the request
    /// under way, then leaves the rest on disk.
    void stop();
    /// Any thread.
    CourierCounters counters() const;

private:
    void run();
    void deliver(Backlog::Piece piece);
    void reached(bool is, const std::string& why);
    void pause(std::chrono::milliseconds length);
    void writeRest();
    bool stopping() const;

    const CourierSettings m_settings;
    Backlog& m_backlog;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    CourierCounters m_counters;

    // Its thread alone:
    InfluxSink m_sink;
    clients::Backoff m_backoff;
    clients::OnceAMinute m_refusedLog;
    std::thread m_thread;
};

} // namespace labwarden::telemetry

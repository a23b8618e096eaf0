// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"
#include "server/clients/bounded_queue.h"
#include "server/clients/once_a_minute.h"
#include "server/devices/messages.h"
#include "server/telemetry/backlog.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace labwarden::telemetry {

struct IntakeSettings {
    std::size_t inboundLimit = 20'000;          ///< messages between their arrival and their reading
    std::size_t inboundBytes = 32 << 20;        ///< of these
    std::size_t batchPoints = 5'000;            ///< of a batch
    std::size_t batchBytes = 4 << 20;           ///< of a batch, whichever comes first
    std::chrono::milliseconds flushAfter{1000}; ///< the longest a point waits for its batch
};

/// Since the start.
struct IntakeCounters {
    std::uint64_t messages = 0;   ///< arrived and looked at
    std::uint64_t unreadable = 0; ///< of them: dropped, because they are not as MQTT.md says
    std::uint64_t points = 0;     ///< taken from the readable ones
    std::uint64_t clockOff = 0;   ///< points whose time was replaced
    std::uint64_t dropped = 0;    ///< messages that the inbound queue had no room for
    std::uint64_t gathering = 0;  ///< points now in the batch in the making
};

/// Reads messages on its own thread and puts their points, in batches, into the backlog.
class Intake {
public:
    /// Told of each readable message: whose it was and when it came. On the intake's own thread; must not
    /// block.
    using Seen = std::function<void(const std::string& deviceKey, Timestamp arrivedAt)>;
    /// The backlog outlives it.
    Intake(IntakeSettings settings, Backlog& backlog, Seen seen);
    ~Intake() { stop(); }

    void start();
    /// Reads what has arrived, puts the last batch into the backlog and joins.
    void stop();

    /// A message from MQTT. Any thread, never waits; what does not fit is dropped and counted.
    void arrived(std::string topic, std::string payload, Timestamp at);
    /// Readings that were found good already, of a device that exists. False: there is no room now (not
    /// counted as dropped: the sender hears of it). Any thread, never waits.
    bool offer(const std::string& deviceKey, std::vector<devices::Reading> readings, Timestamp at);

    IntakeCounters counters() const;

private:
    struct Arrival {
        std::string name; ///< topic of a payload, key of readings
        std::string payload;
        std::vector<devices::Reading> readings;
        Timestamp at;
    };

    void run();
    std::chrono::milliseconds patience() const;
    void take(Arrival arrival);
    void store(const std::string& key, Timestamp arrivedAt, std::vector<devices::Reading> readings);
    Timestamp timeFor(const std::string& key, Timestamp arrivedAt, std::size_t points);

    const IntakeSettings m_settings;
    Backlog& m_backlog;
    const Seen m_seen;
    clients::BoundedQueue<Arrival> m_inbound;
    std::atomic<std::uint64_t> m_refusedOffers = 0;

    mutable std::mutex m_mutex;
    bool m_stopping = false;
    IntakeCounters m_counters;

    // Its thread alone:
    BatchMaker m_batches;
    /// By device: the time of the newest point that was given its time of arrival.
    std::unordered_map<std::string, Timestamp> m_given;
    clients::OnceAMinute m_unreadableLog;
    std::thread m_thread;
};

} // namespace labwarden::telemetry

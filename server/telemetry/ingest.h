// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/mqtt.h"
#include "server/clients/url.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace labwarden::telemetry {

struct IngestSettings {
    clients::Url mqtt;
    clients::Url influx;
    std::string clientId;                 ///< MQTT; empty: a random one. Unique at the broker
    std::string shareGroup = "labwarden"; ///< servers of one group split the messages among them
    std::size_t inboundLimit = 20'000; ///< messages between MQTT and the writer; what does not fit is dropped
    std::size_t bufferLimit = 500'000; ///< points kept while InfluxDB is away; then the oldest go
    std::size_t batch = 5'000;         ///< points
    std::chrono::milliseconds flushAfter{1000}; ///< the longest a point waits for its batch
};

/// Counted since the start.
struct IngestCounters {
    std::uint64_t messages = 0;       ///< arrived
    std::uint64_t unreadable = 0;     ///< of them: dropped, because they are not as MQTT.md says
    std::uint64_t points = 0;         ///< taken from the readable ones
    std::uint64_t written = 0;        ///< points that InfluxDB has
    std::uint64_t clockOff = 0;       ///< points whose time was replaced
    std::uint64_t droppedInbound = 0; ///< messages that did not fit
    std::uint64_t droppedPoints = 0;  ///< points that the buffer had no room for, or that InfluxDB refused
};

/// Telemetry from MQTT into InfluxDB. Takes part in the shared subscription of its group, so that each
/// message reaches one server. MQTT or InfluxDB being away at any time is no error: points wait in the
/// buffer, bounded, losses counted.
class Ingest {
public:
    /// Told of each readable message: whose it was and when it came. On Ingest's own thread; must not block.
    using Seen = std::function<void(const std::string& deviceKey, Timestamp arrivedAt)>;
    /// Throws std::invalid_argument on URLs that are not mqtt and http with a database.
    explicit Ingest(IngestSettings settings, Seen seen = {});
    ~Ingest(); ///< stop()
    /// Starts its threads and returns at once. Creates the database when it can.
    void start();
    /// Leaves MQTT, writes what is left (at most two seconds) and joins. From the thread that called start().
    void stop();
    /// Any thread.
    IngestCounters counters() const;
    bool mqttConnected() const;
    /// Whether InfluxDB has answered the last time it was asked; false before the first.
    bool influxReachable() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace labwarden::telemetry

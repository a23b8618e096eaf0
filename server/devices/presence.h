// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"
#include "server/clients/url.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace labwarden {
class EventSink;
}
namespace labwarden::storage {
class Database;
class Redis;
} // namespace labwarden::storage

namespace labwarden::devices {

struct PresenceSettings {
    clients::Url mqtt;
    std::string clientId;                         ///< MQTT; empty: a random one. Unique at the broker
    std::chrono::milliseconds goodbyeGrace{2000}; ///< in which a device that said goodbye may come back
    int lostAfterHeartbeats = 3;                  ///< so many heartbeats without a status: lost
    std::chrono::milliseconds tick{250};          ///< how often deadlines are looked at
    std::chrono::milliseconds lastSeenEvery{1000};
};

/// Counted since the start.
struct PresenceCounters {
    std::uint64_t messages = 0;
    std::uint64_t unreadable = 0;
    std::uint64_t unknownKeys = 0; ///< messages of devices that are not registered
    std::uint64_t lost = 0;        ///< devices whose heartbeats have stopped
    std::uint64_t dropped = 0;     ///< messages that did not fit between MQTT and PostgreSQL
};

/// Watches the status and meta topics of all devices (every server does) and keeps what they say: presence in
/// PostgreSQL, on change only, by a conditional function that is right with any number of servers; `lastSeen`
/// in the Redis hash
/// `<prefix>lastSeen` (field: device id, value: milliseconds); metrics with unit and interval in
/// device_metrics.
///
/// Silence is judged only after this server's own MQTT connection has stood for as long, so a broker's outage
/// makes no device lost. While PostgreSQL is away the newest word of each device waits, and is applied later.
class PresenceWatch {
public:
    /// All three outlive it. Throws std::invalid_argument on a URL that is not mqtt.
    PresenceWatch(PresenceSettings settings, storage::Database& database, storage::Redis& redis,
                  EventSink& sink);
    ~PresenceWatch(); ///< stop()
    /// Starts its threads and returns at once.
    void start();
    /// Joins within a second or the database's own deadline. From the thread that called start().
    void stop();
    /// A message of another kind has come from the device: counts for `lastSeen`, not as a heartbeat. Any
    /// thread.
    void seen(const std::string& deviceKey, Timestamp at);
    /// Any thread.
    PresenceCounters counters() const;
    bool mqttConnected() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace labwarden::devices

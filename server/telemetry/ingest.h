// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/mqtt.h"
#include "server/clients/url.h"
#include "server/telemetry/backlog.h"
#include "server/telemetry/courier.h"
#include "server/telemetry/intake.h"
#include "server/telemetry/spill_directory.h"

#include <memory>
#include <string>

namespace labwarden::telemetry {

struct IngestSettings {
    clients::Url mqtt;
    std::string clientId;                 ///< MQTT; empty: a random one. Unique at the broker
    std::string shareGroup = "labwarden"; ///< servers of one group split the messages among them
    IntakeSettings intake;
    BacklogSettings backlog;
    SpillSettings spill; ///< no directory: points wait in memory alone
    CourierSettings courier;
};

/// How telemetry stands at this server. Counted since its start, in points where nothing else is said. What
/// was received (or found on disk) is written, refused, dropped, or still buffered or spilled.
struct IngestStatus {
    bool mqttConnected = false;
    IntakeCounters intake;
    BacklogCounters backlog;
    bool spills = false; ///< whether there is a directory
    SpillCounters spill;
    CourierCounters courier;

    std::uint64_t droppedPoints() const {
        return courier.refused + courier.lost + backlog.dropped + spill.dropped + spill.damagedPoints;
    }
};

/// Telemetry from MQTT into InfluxDB. Takes part in the shared subscription of its group, so that each
/// message reaches one server. MQTT or InfluxDB being away at any time is no error: points wait, bounded,
/// losses counted and logged once a minute.
///
/// MQTT -> Intake (reads, makes batches) -> Backlog (memory, SpillDirectory) -> Courier -> InfluxDB.
///
/// The broker hears that a message has arrived once it is in the inbound queue; libmosquitto cannot hold that
/// word back, and a broker sends only a few messages ahead of it (Mosquitto 20), so waiting for the disk each
/// time would make every device wait for it. What survives: an orderly end loses nothing that InfluxDB or the
/// directory takes within stop(). After kill -9 everything is there that InfluxDB has taken and every segment
/// in the directory (synced before it gets its name, so it survives a power cut, too). Lost is what was in
/// memory alone: the inbound queue, the batch in the making (a second at most), and the batches that wait for
/// InfluxDB: one while it keeps up, `liveBatches` and the one under way while it is slow or has just gone,
/// none once it is known to be away. A replay that was cut off is repeated: the same points twice are one.
class Ingest {
public:
    using Seen = Intake::Seen;
    /// Throws std::invalid_argument on URLs that are not mqtt and http with a database, std::runtime_error as
    /// SpillDirectory.
    explicit Ingest(IngestSettings settings, Seen seen = {});
    ~Ingest(); ///< stop()
    /// Starts its threads and returns at once. Creates the database when it can.
    void start();
    /// Leaves MQTT, writes what is left (for two seconds and the length of a request at most), puts the rest
    /// on disk, and joins. From the thread that called start().
    void stop();
    /// Readings that came another way than MQTT, found good already. Throws Unavailable with Retry-After when
    /// taking them would cost others: the queue is full, or memory is and the disk takes nothing. Any thread.
    void submit(const std::string& deviceKey, std::vector<devices::Reading> readings);
    /// Any thread, each of them.
    IngestStatus status() const;
    bool mqttConnected() const;
    /// Whether InfluxDB has answered the last time it was asked; false before the first.
    bool influxReachable() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace labwarden::telemetry

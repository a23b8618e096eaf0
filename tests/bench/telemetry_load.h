// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/influx.h"
#include "server/clients/mqtt.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace labwarden::bench {

/// Devices that count: the n-th point of each has the value n, and a millisecond of its own close to now, so
/// that whatever is lost, doubled or changed shows in a database.
class TelemetryLoad {
public:
    static constexpr int deviceCount = 400, pointsInMessage = 25;

    explicit TelemetryLoad(const clients::Url& mqtt);

    /// The next message, of the next device in turn, once the broker has room.
    void send();
    /// `points` of them, at most so many a second (0: as fast as `inTime` allows, which is asked before each
    /// message with the messages sent until now).
    void run(std::uint64_t points, double pointsEachSecond, const std::function<bool(std::uint64_t)>& inTime);

    std::uint64_t messages() const { return m_messages; }
    std::uint64_t points() const { return m_messages * pointsInMessage; }
    /// What is wrong in the database, in words; empty when every point is there with its value.
    std::string faultsIn(const clients::Url& influx) const;

private:
    struct Device {
        std::string topic, key;
        std::int64_t lastMs = 0;
        std::uint64_t next = 0;
    };
    std::string payloadOf(Device& device);

    std::vector<Device> m_devices;
    clients::MqttClient m_mqtt;
    std::uint64_t m_messages = 0;
};

} // namespace labwarden::bench

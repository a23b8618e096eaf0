// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/mqtt.h"
#include "server/devices/messages.h"
#include "tests/server/support/services.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

namespace labwarden::test {

/// A device key that no other test has.
inline std::string uniqueKey() {
    std::string key = uniqueName("device");
    std::ranges::replace(key, '_', '-');
    return key;
}

/// A device at the broker, through the account that may speak for all of them. What it left retained goes at
/// the end.
class MqttDevice {
public:
    explicit MqttDevice(std::string deviceKey = uniqueKey(), const std::string& url = Services::get().mqtt)
        : key(std::move(deviceKey)), client(settings(key, url), {}) {
        client.start();
        if (!eventually([&] { return client.connected(); }))
            throw std::runtime_error("no MQTT broker");
    }
    ~MqttDevice() {
        for (const auto leaf : {devices::Leaf::status, devices::Leaf::meta})
            client.post(devices::topicOf(key, leaf), "", true);
    }
    MqttDevice(const MqttDevice&) = delete;
    MqttDevice& operator=(const MqttDevice&) = delete;

    void say(devices::Leaf leaf, const std::string& payload, bool retain) {
        if (!client.publish(devices::topicOf(key, leaf), payload, retain, std::chrono::seconds(5)))
            throw std::runtime_error("the broker has not acknowledged");
    }
    void status(bool online, std::chrono::milliseconds heartbeat = std::chrono::seconds(10)) {
        say(devices::Leaf::status,
            devices::statusPayload({.online = online, .heartbeat = heartbeat, .at = std::nullopt}), true);
    }
    void telemetry(const std::string& metric, double value, std::optional<Timestamp> at = std::nullopt) {
        say(devices::Leaf::telemetry, devices::telemetryPayload({.at = at, .values = {{metric, value}}}),
            false);
    }

    const std::string key;
    clients::MqttClient client;

private:
    static clients::MqttSettings settings(const std::string& key, const std::string& url) {
        clients::MqttSettings settings;
        settings.url = clients::Url::parse(url);
        settings.clientId = key + "-" + uniqueName("test");
        return settings;
    }
};

} // namespace labwarden::test

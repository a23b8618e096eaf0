// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/telemetry_load.h"

#include "server/devices/messages.h"
#include "tests/e2e/support/process.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace labwarden::bench {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

clients::MqttSettings settingsFor(const clients::Url& url) {
    clients::MqttSettings settings;
    settings.url = url;
    settings.clientId = "telemetry-load";
    return settings;
}

} // namespace

TelemetryLoad::TelemetryLoad(const clients::Url& mqtt) : m_mqtt(settingsFor(mqtt), {}) {
    for (int i = 0; i < deviceCount; ++i) {
        const std::string key = "bench-" + std::to_string(i);
        m_devices.push_back({.topic = devices::topicOf(key, devices::Leaf::telemetry), .key = key});
    }
    m_mqtt.start();
    if (!test::eventually([&] { return m_mqtt.connected(); }))
        throw std::runtime_error("no MQTT broker");
}

std::string TelemetryLoad::payloadOf(Device& device) {
    device.lastMs = std::max(device.lastMs, Timestamp::now().ms - 1000);
    std::string text = "[";
    for (int i = 0; i < pointsInMessage; ++i) {
        text += i == 0 ? R"({"at":")" : R"(,{"at":")";
        text += Timestamp{++device.lastMs}.text();
        text += R"(","values":{"v":)";
        text += std::to_string(device.next++);
        text += "}}";
    }
    return text + "]";
}

void TelemetryLoad::send() {
    auto& device = m_devices[m_messages % m_devices.size()];
    const std::string payload = payloadOf(device);
    while (!m_mqtt.post(device.topic, payload, false))
        std::this_thread::yield();
    ++m_messages;
}

void TelemetryLoad::run(std::uint64_t points, double pointsEachSecond,
                        const std::function<bool(std::uint64_t)>& inTime) {
    const auto begun = Clock::now();
    for (std::uint64_t sent = 0; sent < points; sent += pointsInMessage) {
        if (pointsEachSecond > 0)
            std::this_thread::sleep_until(
                begun + std::chrono::duration<double>(static_cast<double>(sent) / pointsEachSecond));
        while (!inTime(m_messages))
            std::this_thread::sleep_for(200us);
        send();
    }
}

std::string TelemetryLoad::faultsIn(const clients::Url& influx) const {
    clients::HttpSettings patient;
    patient.totalTimeout = 60s;
    clients::InfluxClient client(influx, patient);
    const auto found = client.query("SELECT COUNT(v), SUM(v), MIN(v), MAX(v) FROM telemetry GROUP BY device");
    std::uint64_t good = 0;
    std::string faults; // of the first one that is wrong
    for (const auto& series : found) {
        const auto& name = series.tags.at("device");
        const auto device = std::ranges::find(m_devices, name, &Device::key);
        const auto value = [&](std::size_t i) { return std::get<double>(series.rows.at(0).values.at(i)); };
        const auto n = static_cast<double>(device->next);
        if (value(0) == n && value(1) == n * (n - 1) / 2 && value(2) == 0 && value(3) == n - 1)
            ++good;
        else if (faults.empty())
            faults = name + " has " + std::to_string(static_cast<std::uint64_t>(value(0))) + " of " +
                     std::to_string(device->next) + " points, ";
    }
    const auto sending = static_cast<std::uint64_t>(
        std::ranges::count_if(m_devices, [](const Device& device) { return device.next > 0; }));
    if (good != sending)
        faults += std::to_string(sending - good) + " of " + std::to_string(sending) + " devices are wrong";
    return faults;
}

} // namespace labwarden::bench

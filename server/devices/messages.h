// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/domain/telemetry.h"
#include "common/timestamp.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What devices and Labwarden say to each other over MQTT, as MQTT.md has it: topics and payloads, written
/// and read. Pure functions, any thread. Readers take whatever arrives; what they refuse is named in `why`,
/// which holds nothing of the payload.
namespace labwarden::devices {

inline constexpr std::size_t maxPayload = 64 * 1024; ///< bytes
inline constexpr std::size_t maxMetrics = 256;       ///< of one device
inline constexpr std::size_t maxReadings = 1000;     ///< in one message
inline constexpr std::chrono::seconds maxClockOffset{5};

enum class Leaf { status, meta, telemetry, command, reply };

std::string topicOf(std::string_view key, Leaf leaf);
/// `labwarden/v1/devices/+/<leaf>`
std::string topicFilter(Leaf leaf);

struct DeviceTopic {
    std::string key;
    Leaf leaf;
};
/// Nothing for a topic that is none of these, or whose key may not name a device.
std::optional<DeviceTopic> parseTopic(std::string_view topic);

/// [a-z][a-z0-9_]*, at most 64, none of the taken names.
bool isMetricName(std::string_view name);

struct StatusMessage {
    bool online = false;
    std::chrono::milliseconds heartbeat{10'000}; ///< 100 ms to 10 min
    std::optional<Timestamp> at;
};
std::optional<StatusMessage> readStatus(std::string_view payload, std::string& why);
std::string statusPayload(const StatusMessage& status);

std::optional<std::vector<Metric>> readMeta(std::string_view payload, std::string& why);
std::string metaPayload(const std::vector<Metric>& metrics);

/// The values of one moment.
struct Reading {
    std::optional<Timestamp> at;
    std::vector<std::pair<std::string, double>> values;
};
std::optional<std::vector<Reading>> readTelemetry(std::string_view payload, std::string& why);
/// For who is told every fault, at its JSON pointer (at most `maxTelemetryFaults`); the readings are worth
/// nothing when there is one. Of at most `maxCount` readings and whatever size.
std::vector<Reading> readTelemetry(std::string_view payload, std::size_t maxCount,
                                   std::vector<Fault>& faults);
inline constexpr std::size_t maxTelemetryFaults = 100;
std::string telemetryPayload(const Reading& reading);

} // namespace labwarden::devices

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/intake.h"

#include "server/clients/telemetry_reader.h"
#include "server/telemetry/payload.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace labwarden::telemetry {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t mostGiven = 100'000; ///< devices

std::size_t weightOf(const std::vector<devices::Reading>& readings) {
    std::size_t bytes = 0;
    for (const auto& reading : readings)
        bytes += sizeof reading + reading.values.size() * sizeof reading.values.front();
    return bytes;
}

} // namespace

Intake::Intake(IntakeSettings settings, Backlog& backlog, Seen seen)
    : m_settings(settings)
    , m_backlog(backlog)
    , m_seen(std::move(seen))
    , m_inbound(m_settings.inboundLimit, m_settings.inboundBytes)
    , m_batches(m_settings.batchPoints, m_settings.batchBytes) {}

void Intake::start() {
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
}

void Intake::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_inbound.close();
    if (m_thread.joinable())
        m_thread.join();
}

void Intake::arrived(std::string topic, std::string payload, Timestamp at) {
    const std::size_t weight = sizeof(Arrival) + topic.size() + payload.size();
    m_inbound.push({.name = std::move(topic), .payload = std::move(payload), .readings = {}, .at = at},
                   weight);
}

bool Intake::offer(const std::string& deviceKey, std::vector<devices::Reading> readings, Timestamp at) {
    const std::size_t weight = sizeof(Arrival) + weightOf(readings);
    if (m_backlog.full())
        return false;
    if (m_inbound.push({.name = deviceKey, .payload = {}, .readings = std::move(readings), .at = at}, weight))
        return true;
    ++m_refusedOffers;
    return false;
}

IntakeCounters Intake::counters() const {
    const std::lock_guard lock(m_mutex);
    IntakeCounters counted = m_counters;
    counted.dropped = m_inbound.dropped() - m_refusedOffers;
    return counted;
}

void Intake::run() {
    for (bool last = false; !last;) {
        {
            const std::lock_guard lock(m_mutex);
            last = m_stopping;
        }
        for (auto& arrival : m_inbound.takeAll(last ? 0ms : patience()))
            take(std::move(arrival));
        if (auto batch = last ? m_batches.rest() : m_batches.due(Clock::now(), m_settings.flushAfter))
            m_backlog.put(std::move(*batch));
        const std::lock_guard lock(m_mutex);
        m_counters.gathering = m_batches.points();
    }
}

/// How long to wait for messages: until the batch has to go.
std::chrono::milliseconds Intake::patience() const {
    auto until = Clock::now() + 500ms;
    if (const auto due = m_batches.nextDue(m_settings.flushAfter))
        until = std::min(until, *due);
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()), 0ms);
}

void Intake::take(Arrival arrival) {
    if (!arrival.readings.empty()) {
        {
            const std::lock_guard lock(m_mutex);
            ++m_counters.messages;
        }
        store(arrival.name, arrival.at, std::move(arrival.readings));
        return;
    }
    std::string why = "the topic is none of a device";
    const auto topic = devices::parseTopic(arrival.name);
    auto readings = topic ? readPayload(arrival.payload, topic->key, why) : std::nullopt;
    {
        const std::lock_guard lock(m_mutex);
        ++m_counters.messages;
        m_counters.unreadable += readings ? 0 : 1;
    }
    if (readings)
        store(topic->key, arrival.at, std::move(*readings));
    else if (const auto times = m_unreadableLog.count())
        spdlog::warn("Telemetry: {} unreadable messages, the last from {}: {}", *times,
                     topic ? topic->key : "?", why);
}

/// The time of the last of so many points that are given their time of arrival, a millisecond apart: or they
/// would be one point, and so would those of messages that come in the same millisecond. A device that sends
/// more than one a millisecond for a whole second is held to the clock again.
Timestamp Intake::timeFor(const std::string& key, Timestamp arrivedAt, std::size_t points) {
    if (m_given.size() > mostGiven)
        m_given.clear();
    Timestamp& newest = m_given[key];
    const Timestamp after = newest + std::chrono::milliseconds(points);
    newest = after > arrivedAt && after - arrivedAt <= 1s ? after : arrivedAt;
    return newest;
}

void Intake::store(const std::string& key, Timestamp arrivedAt, std::vector<devices::Reading> readings) {
    if (m_seen)
        m_seen(key, arrivedAt);
    const auto now = Clock::now();
    const auto isGiven = [&](const devices::Reading& reading) {
        return !reading.at || std::chrono::abs(*reading.at - arrivedAt) > devices::maxClockOffset;
    };
    const auto given = static_cast<std::size_t>(std::ranges::count_if(readings, isGiven));
    const Timestamp last = given > 0 ? timeFor(key, arrivedAt, readings.size()) : arrivedAt;
    std::uint64_t clockOff = 0;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        auto& reading = readings[i];
        clients::TelemetryPoint point{.device = key, .at = arrivedAt, .values = std::move(reading.values)};
        if (isGiven(reading)) {
            point.at = last - std::chrono::milliseconds(readings.size() - 1 - i);
            point.clockOff = reading.at.has_value();
        } else {
            point.at = *reading.at;
        }
        clockOff += point.clockOff ? 1 : 0;
        if (auto full = m_batches.add(now, [&](std::string& lines) { lines += lineOf(point); }))
            m_backlog.put(std::move(*full));
    }
    const std::lock_guard lock(m_mutex);
    m_counters.points += readings.size();
    m_counters.clockOff += clockOff;
}

} // namespace labwarden::telemetry

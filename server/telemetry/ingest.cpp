// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/ingest.h"

#include "server/clients/backoff.h"
#include "server/clients/bounded_queue.h"
#include "server/clients/influx.h"
#include "server/clients/once_a_minute.h"
#include "server/clients/telemetry_reader.h"
#include "server/devices/messages.h"
#include "server/errors.h"
#include "server/telemetry/point_buffer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <random>
#include <thread>

namespace labwarden::telemetry {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto farewell = 2s; ///< for what is left when stop() is called

std::string randomClientId() {
    return "labwardend-telemetry-" + std::to_string(std::random_device{}());
}

clients::HttpSettings within(std::chrono::milliseconds limit) {
    clients::HttpSettings settings;
    settings.connectTimeout = std::min<std::chrono::milliseconds>(limit, 2s);
    settings.totalTimeout = limit;
    return settings;
}

/// How many of `points` InfluxDB has dropped, by its own words ("partial write: … dropped=3"); all when it
/// does not say.
std::size_t droppedOf(std::string_view words, std::size_t points) {
    constexpr std::string_view mark = "dropped=";
    const auto at = words.find(mark);
    std::size_t dropped = points;
    if (words.find("partial write") != std::string_view::npos && at != std::string_view::npos)
        std::from_chars(words.data() + at + mark.size(), words.data() + words.size(), dropped);
    return std::min(dropped, points);
}

} // namespace

class Ingest::Impl {
public:
    Impl(IngestSettings settings, Seen seen)
        : m_settings(std::move(settings))
        , m_seen(std::move(seen))
        , m_inbound(m_settings.inboundLimit)
        , m_influx(m_settings.influx, within(5s))
        , m_buffer(m_settings.batch, m_settings.bufferLimit)
        , m_mqtt(mqttSettings(),
                 {.connected = [] { spdlog::info("Telemetry: connected to MQTT"); },
                  .lost = [this](const std::string& why) { mqttLost(why); },
                  .message = [this](clients::MqttMessage m) { m_inbound.push(std::move(m)); }}) {
        m_mqtt.subscribe("$share/" + m_settings.shareGroup + "/" +
                         devices::topicFilter(devices::Leaf::telemetry));
    }
    ~Impl() { stop(); }

    void start() {
        if (m_writer.joinable())
            return;
        m_writer = std::thread([this] { run(); });
        m_mqtt.start();
    }

    void stop() {
        m_mqtt.stop();
        m_stopping = true;
        m_inbound.close();
        if (m_writer.joinable())
            m_writer.join();
    }

    IngestCounters counters() const {
        const std::lock_guard lock(m_mutex);
        IngestCounters counted = m_counters;
        counted.droppedInbound = m_inbound.dropped();
        return counted;
    }
    bool mqttConnected() const { return m_mqtt.connected(); }
    bool influxReachable() const { return m_reachable; }

private:
    clients::MqttSettings mqttSettings() const {
        clients::MqttSettings settings;
        settings.url = m_settings.mqtt;
        settings.clientId = m_settings.clientId.empty() ? randomClientId() : m_settings.clientId;
        return settings;
    }

    void mqttLost(const std::string& why) {
        if (const auto times = m_mqttLog.count())
            spdlog::warn("Telemetry: MQTT is not available: {} ({} times)", why, *times);
    }

    void run() {
        while (!m_stopping) {
            writeDue(Clock::now());
            for (const auto& message : m_inbound.takeAll(patience()))
                take(message);
        }
        for (const auto& message : m_inbound.takeAll(0ms))
            take(message);
        writeRest();
    }

    /// How long to wait for messages: until a batch has to go, or a failed one may be tried again.
    std::chrono::milliseconds patience() const {
        auto until = Clock::now() + 500ms;
        if (const auto due = m_buffer.nextDue(m_settings.flushAfter))
            until = std::min(until, std::max(*due, m_retryAt));
        return std::max(std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()), 0ms);
    }

    void take(const clients::MqttMessage& message) {
        std::string why = "the topic is none of a device";
        const auto topic = devices::parseTopic(message.topic);
        auto readings = topic ? devices::readTelemetry(message.payload, why) : std::nullopt;
        const std::lock_guard lock(m_mutex);
        ++m_counters.messages;
        if (!readings) {
            ++m_counters.unreadable;
            if (const auto times = m_unreadableLog.count())
                spdlog::warn("Telemetry: {} unreadable messages, the last from {}: {}", *times,
                             topic ? topic->key : "?", why);
            return;
        }
        if (m_seen)
            m_seen(topic->key, message.arrivedAt);
        store(topic->key, message.arrivedAt, std::move(*readings));
    }

    void store(const std::string& key, Timestamp arrivedAt, std::vector<devices::Reading> readings) {
        const auto now = Clock::now();
        for (std::size_t i = 0; i < readings.size(); ++i) {
            auto& reading = readings[i];
            clients::TelemetryPoint point{
                .device = key, .at = arrivedAt, .values = std::move(reading.values)};
            if (!reading.at || std::chrono::abs(*reading.at - arrivedAt) > devices::maxClockOffset) {
                // A millisecond apart, or the points of one message would be one.
                point.at = arrivedAt - std::chrono::milliseconds(readings.size() - 1 - i);
                point.clockOff = reading.at.has_value();
            } else {
                point.at = *reading.at;
            }
            m_counters.clockOff += point.clockOff ? 1 : 0;
            ++m_counters.points;
            m_buffer.add(lineOf(point), now);
        }
        m_counters.droppedPoints = m_buffer.dropped() + m_refusedPoints;
    }

    void writeDue(Clock::time_point now) {
        if (now < m_retryAt || !databaseReady())
            return;
        while (const auto* batch = m_buffer.due(now, m_settings.flushAfter)) {
            if (!write(m_influx, *batch))
                return;
        }
    }

    /// True: the batch is dealt with, written or given up. False: it stays, and is tried again later.
    bool write(clients::InfluxClient& influx, const PointBuffer::Batch& batch) {
        try {
            if (!m_databaseMade)
                makeDatabase(influx);
            influx.writeLines(batch.lines);
            reached();
            settle(m_buffer.pop(), 0);
            return true;
        } catch (const clients::InfluxRejected& e) {
            if (std::string_view(e.what()).find("database not found") != std::string_view::npos) {
                m_databaseMade = false; // somebody has dropped it, or this account may not make it
                tryLater();
                return false;
            }
            reached();
            spdlog::warn("Telemetry: a batch was not taken as a whole: {}", e.what());
            const std::size_t points = m_buffer.pop();
            settle(points, droppedOf(e.what(), points));
            return true;
        } catch (const Unavailable&) {
            tryLater();
            return false;
        }
    }

    void tryLater() {
        m_reachable = false;
        if (!std::exchange(m_waiting, true))
            spdlog::warn("Telemetry: InfluxDB or its database is not available, points wait (at most {})",
                         m_settings.bufferLimit);
        m_retryAt = Clock::now() + m_backoff.next();
    }

    /// Before the first point, too: whoever asks for telemetry finds none, and not that there is no database.
    bool databaseReady() {
        if (m_databaseMade)
            return true;
        try {
            makeDatabase(m_influx);
            reached();
            return true;
        } catch (const Unavailable&) {
            tryLater();
            return false;
        }
    }

    /// Or leaves it to whoever may, when this account may only write.
    void makeDatabase(clients::InfluxClient& influx) {
        m_databaseMade = true;
        try {
            influx.createDatabase();
        } catch (const clients::InfluxRejected& e) {
            spdlog::debug("Telemetry: the database is not made here: {}", e.what());
        } catch (...) {
            m_databaseMade = false;
            throw;
        }
    }

    void reached() {
        m_reachable = true;
        if (std::exchange(m_waiting, false))
            spdlog::info("Telemetry: InfluxDB is back, {} points to write", m_buffer.points());
        m_backoff.reset();
        m_retryAt = {};
    }

    void settle(std::size_t points, std::size_t refused) {
        const std::lock_guard lock(m_mutex);
        m_counters.written += points - refused;
        m_refusedPoints += refused;
        m_counters.droppedPoints = m_buffer.dropped() + m_refusedPoints;
    }

    void writeRest() {
        const auto end = Clock::now() + farewell;
        clients::InfluxClient influx(m_settings.influx, within(farewell));
        while (const auto* batch = m_buffer.due(Clock::now(), 0ms)) {
            if (Clock::now() >= end || !write(influx, *batch))
                break;
        }
        if (m_buffer.points() > 0)
            spdlog::warn("Telemetry: {} points are lost, InfluxDB was not available at the end",
                         m_buffer.points());
    }

    const IngestSettings m_settings;
    const Seen m_seen;
    clients::BoundedQueue<clients::MqttMessage> m_inbound;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_reachable = false;
    clients::OnceAMinute m_mqttLog; ///< the MQTT client's thread alone

    mutable std::mutex m_mutex;
    IngestCounters m_counters;

    // The writer's thread alone:
    bool m_waiting = false; ///< for InfluxDB, and the log says so
    clients::InfluxClient m_influx;
    PointBuffer m_buffer;
    clients::Backoff m_backoff{250ms, 5s};
    Clock::time_point m_retryAt{};
    bool m_databaseMade = false;
    std::uint64_t m_refusedPoints = 0;
    clients::OnceAMinute m_unreadableLog;
    std::thread m_writer;

    clients::MqttClient m_mqtt; ///< last: its thread uses what stands above
};

Ingest::Ingest(IngestSettings settings, Seen seen)
    : m_impl(std::make_unique<Impl>(std::move(settings), std::move(seen))) {}
Ingest::~Ingest() = default;
void Ingest::start() {
    m_impl->start();
}
void Ingest::stop() {
    m_impl->stop();
}
IngestCounters Ingest::counters() const {
    return m_impl->counters();
}
bool Ingest::mqttConnected() const {
    return m_impl->mqttConnected();
}
bool Ingest::influxReachable() const {
    return m_impl->influxReachable();
}

} // namespace labwarden::telemetry

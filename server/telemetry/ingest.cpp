// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/ingest.h"

#include "server/clients/once_a_minute.h"
#include "server/devices/messages.h"
#include "server/errors.h"
#include "server/rounds.h"
#include "server/telemetry/drop_report.h"

#include <spdlog/spdlog.h>

#include <random>

namespace labwarden::telemetry {
namespace {

using namespace std::chrono_literals;

std::string randomClientId() {
    return "labwardend-telemetry-" + std::to_string(std::random_device{}());
}

} // namespace

class Ingest::Impl {
public:
    Impl(const IngestSettings& settings, Seen seen)
        : m_spill(settings.spill.directory.empty() ? nullptr
                                                   : std::make_unique<SpillDirectory>(settings.spill))
        , m_backlog(settings.backlog, m_spill.get())
        , m_courier(settings.courier, m_backlog)
        , m_intake(settings.intake, m_backlog, std::move(seen))
        , m_mqtt(mqttSettings(settings), {.connected = [] { spdlog::info("Telemetry: connected to MQTT"); },
                                          .lost = [this](const std::string& why) { mqttLost(why); },
                                          .message =
                                              [this](clients::MqttMessage m) {
                                                  m_intake.arrived(std::move(m.topic), std::move(m.payload),
                                                                   m.arrivedAt);
                                              }})
        , m_reporter("telemetry drops", 1s, [this] {
            m_drops.look(status());
            return false;
        }) {
        m_mqtt.subscribe("$share/" + settings.shareGroup + "/" +
                         devices::topicFilter(devices::Leaf::telemetry));
    }
    ~Impl() { stop(); }

    void start() {
        m_courier.start();
        m_intake.start();
        m_mqtt.start();
        m_reporter.start();
    }

    void stop() {
        m_reporter.stop();
        m_mqtt.stop();
        m_intake.stop();
        m_courier.stop();
    }

    void submit(const std::string& deviceKey, std::vector<devices::Reading> readings) {
        if (!m_intake.offer(deviceKey, std::move(readings), Timestamp::now()))
            throw Unavailable("influxdb",
                              PublicText("There is no room for telemetry now. Try again in a moment."), 5s);
    }

    IngestStatus status() const {
        IngestStatus status;
        status.mqttConnected = m_mqtt.connected();
        status.spills = m_spill != nullptr;
        // From the end to the beginning, so that no point seems to be nowhere.
        status.courier = m_courier.counters();
        if (m_spill)
            status.spill = m_spill->counters();
        status.backlog = m_backlog.counters();
        status.intake = m_intake.counters();
        return status;
    }
    bool mqttConnected() const { return m_mqtt.connected(); }
    bool influxReachable() const { return m_courier.counters().reachable; }

private:
    static clients::MqttSettings mqttSettings(const IngestSettings& settings) {
        clients::MqttSettings out;
        out.url = settings.mqtt;
        out.clientId = settings.clientId.empty() ? randomClientId() : settings.clientId;
        return out;
    }

    void mqttLost(const std::string& why) {
        if (const auto times = m_mqttLog.count())
            spdlog::warn("Telemetry: MQTT is not available: {} ({} times)", why, *times);
    }

    clients::OnceAMinute m_mqttLog; ///< the MQTT client's thread alone
    DropReport m_drops;             ///< the reporter's thread alone
    const std::unique_ptr<SpillDirectory> m_spill;
    Backlog m_backlog;
    Courier m_courier;
    Intake m_intake;
    clients::MqttClient m_mqtt; ///< its thread uses what stands above
    Rounds m_reporter;
};

Ingest::Ingest(IngestSettings settings, Seen seen)
    : m_impl(std::make_unique<Impl>(settings, std::move(seen))) {}
Ingest::~Ingest() = default;
void Ingest::start() {
    m_impl->start();
}
void Ingest::stop() {
    m_impl->stop();
}
void Ingest::submit(const std::string& deviceKey, std::vector<devices::Reading> readings) {
    m_impl->submit(deviceKey, std::move(readings));
}
IngestStatus Ingest::status() const {
    return m_impl->status();
}
bool Ingest::mqttConnected() const {
    return m_impl->mqttConnected();
}
bool Ingest::influxReachable() const {
    return m_impl->influxReachable();
}

} // namespace labwarden::telemetry

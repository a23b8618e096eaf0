// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/agent/device.h"
#include "server/clients/backoff.h"
#include "server/clients/mqtt_library.h"
#include "server/clients/url.h"

#include <mosquittopp.h>

#include <memory>
#include <string>

namespace labwarden::agent {

struct LinkSettings {
    clients::Url broker; ///< with the user and password of this device
    std::string key;
    std::chrono::milliseconds interval{1000};    ///< between two readings
    std::chrono::milliseconds heartbeat{10'000}; ///< between two statuses
    std::chrono::milliseconds startAfter{0};     ///< so that a fleet does not connect all at once
};

/// One device's own MQTT connection: will, meta, status, telemetry, replies as server/devices/MQTT.md says,
/// reconnecting with jittered backoff.
///
/// Has no thread and never waits: whoever owns it watches fd() (it changes; look after each call), calls
/// ready() when the socket is, and tick() at nextDue() or before. All from one thread; libmosquitto is used
/// unthreaded here, so its calls write at once.
class DeviceLink : private clients::MqttLibrary, private mosqpp::mosquittopp {
public:
    DeviceLink(LinkSettings settings, std::unique_ptr<Device> device, Clock::time_point now);
    ~DeviceLink() override;

    const std::string& key() const { return m_settings.key; }
    const Device& device() const { return *m_device; }
    bool connected() const { return m_state == State::Up; }

    /// -1 while there is no connection.
    int fd() { return socket(); }
    bool wantsToWrite() { return want_write(); }
    void ready(bool readable, bool writable);
    void tick(Clock::time_point now);
    Clock::time_point nextDue() const;

    /// Says that the device is leaving, then goodbye; gone() once the broker has it. No more telemetry and no
    /// reconnecting.
    void leave();
    bool gone() const { return m_state == State::Gone; }

private:
    enum class State { Down, Connecting, Up, Leaving, Gone };

    void connectNow(Clock::time_point now);
    void dropSocket();
    void lost(const std::string& why);
    void beginOutage(Clock::time_point now);
    void sayStatus(bool online);
    void sayTelemetry(Clock::time_point now);
    bool say(const std::string& topic, const std::string& payload, bool retain, int* id = nullptr);

    void on_connect(int refusal) override;
    void on_disconnect(int reason) override;
    void on_publish(int id) override;
    void on_message(const mosquitto_message* message) override;

    const LinkSettings m_settings;
    const std::unique_ptr<Device> m_device;
    clients::Backoff m_backoff;
    State m_state = State::Down;
    bool m_known = false;          ///< the library has the broker's address
    bool m_troubleTold = false;    ///< why there is no connection stands in the log
    bool m_leavingForGood = false; ///< else it is only an outage
    int m_goodbye = 0;             ///< id of the last status
    int m_unacknowledged = 0;
    Values m_lastTold;
    Clock::time_point m_nextTry, m_giveUp, m_nextTelemetry, m_nextStatus, m_nextMisc;
    Outage m_outage{};
    Clock::time_point m_outageBegins = Clock::time_point::max(); ///< the next one
    Clock::time_point m_outageEnds{};                            ///< the one under way
};

} // namespace labwarden::agent

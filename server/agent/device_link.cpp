// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/device_link.h"

#include "server/agent/commands.h"
#include "server/devices/messages.h"

#include <spdlog/spdlog.h>

#include <sys/socket.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace labwarden::agent {
namespace {

using namespace std::chrono_literals;
using devices::Leaf;

constexpr int atLeastOnce = 1;
constexpr int keepAliveSeconds = 15;
constexpr auto connectLimit = 10s;
constexpr auto miscEvery = 1s;
/// A broker that acknowledges nothing gets no further telemetry: it would only pile up here.
constexpr int maxUnacknowledged = 50;

} // namespace

DeviceLink::DeviceLink(LinkSettings settings, std::unique_ptr<Device> device, Clock::time_point now)
    : mosqpp::mosquittopp(("labwarden-agent-" + settings.key).c_str(), true)
    , m_settings(std::move(settings))
    , m_device(std::move(device))
    , m_backoff(500ms, 15s)
    , m_nextTry(now + m_settings.startAfter) {
    const auto& broker = m_settings.broker;
    if (!broker.username.empty())
        username_pw_set(broker.username.c_str(), broker.password.c_str());
    const std::string will = devices::statusPayload({});
    will_set(devices::topicOf(m_settings.key, Leaf::status).c_str(), static_cast<int>(will.size()),
             will.data(), atLeastOnce, true);
}

DeviceLink::~DeviceLink() = default;

void DeviceLink::connectNow(Clock::time_point now) {
    if (socket() >= 0) { // refused, and not yet closed by the library
        dropSocket();
        m_nextTry = now + 100ms;
        return;
    }
    const auto& broker = m_settings.broker;
    m_state = State::Connecting;
    m_giveUp = now + connectLimit;
    m_nextMisc = now + miscEvery;
    const int result =
        m_known ? reconnect_async() : connect_async(broker.host.c_str(), broker.port, keepAliveSeconds);
    m_known = true;
    if (result != MOSQ_ERR_SUCCESS)
        lost(result == MOSQ_ERR_ERRNO ? std::generic_category().message(errno) : mosqpp::strerror(result));
}

/// The broker sees the connection end without a goodbye; the library finds out at the next read.
void DeviceLink::dropSocket() {
    if (socket() >= 0)
        ::shutdown(socket(), SHUT_RDWR);
}

void DeviceLink::lost(const std::string& why) {
    if (m_state == State::Gone)
        return;
    const bool wasUp = m_state == State::Up;
    const bool outage = Clock::now() < m_outageEnds;
    m_state = m_leavingForGood ? State::Gone : State::Down;
    m_outageBegins = Clock::time_point::max();
    m_nextTry = outage ? m_outageEnds : Clock::now() + m_backoff.next();
    if (outage || m_leavingForGood)
        spdlog::debug("{}: away", m_settings.key);
    else if (wasUp || !std::exchange(m_troubleTold, true))
        spdlog::warn("{}: no connection to the broker: {}", m_settings.key, why);
}

void DeviceLink::ready(bool readable, bool writable) {
    int result = MOSQ_ERR_SUCCESS;
    if (readable)
        result = loop_read();
    if (result == MOSQ_ERR_SUCCESS && writable && socket() >= 0)
        result = loop_write();
    // on_disconnect() is not called for a connection that never came about.
    if (result != MOSQ_ERR_SUCCESS && m_state == State::Connecting)
        lost(result == MOSQ_ERR_ERRNO ? std::generic_category().message(errno) : mosqpp::strerror(result));
}

void DeviceLink::tick(Clock::time_point now) {
    if (m_state == State::Gone)
        return;
    if (m_state == State::Down) {
        if (now >= m_nextTry)
            connectNow(now);
        return;
    }
    if (now >= m_nextMisc) {
        m_nextMisc = now + miscEvery;
        loop_misc(); // pings; ends the connection when the broker has been silent for too long
    }
    if ((m_state == State::Connecting || m_state == State::Leaving) && now >= m_giveUp) {
        dropSocket();
        m_giveUp = now + connectLimit;
    }
    if (m_state != State::Up)
        return;
    if (now >= m_outageBegins) {
        beginOutage(now);
        return;
    }
    if (now >= m_nextStatus) {
        m_nextStatus = now + m_settings.heartbeat;
        sayStatus(true);
    }
    if (now >= m_nextTelemetry)
        sayTelemetry(now);
}

Clock::time_point DeviceLink::nextDue() const {
    switch (m_state) {
    case State::Down:
        return m_nextTry;
    case State::Connecting:
    case State::Leaving:
        return std::min(m_giveUp, m_nextMisc);
    case State::Up:
        return std::min({m_nextTelemetry, m_nextStatus, m_nextMisc, m_outageBegins});
    case State::Gone:
        break;
    }
    return Clock::time_point::max();
}

void DeviceLink::beginOutage(Clock::time_point now) {
    m_outageBegins = Clock::time_point::max();
    m_outageEnds = now + m_outage.length;
    if (m_outage.vanishes) {
        dropSocket();
    } else {
        m_state = State::Leaving;
        m_giveUp = now + 2s;
        sayStatus(false);
    }
}

void DeviceLink::leave() {
    m_leavingForGood = true;
    if (m_state == State::Up) {
        m_state = State::Leaving;
        m_giveUp = Clock::now() + 2s;
        sayStatus(false);
    } else if (m_state != State::Leaving) {
        dropSocket();
        m_state = State::Gone;
    }
}

void DeviceLink::sayStatus(bool online) {
    const devices::StatusMessage status{
        .online = online, .heartbeat = m_settings.heartbeat, .at = Timestamp::now()};
    say(devices::topicOf(m_settings.key, Leaf::status), devices::statusPayload(status), true,
        online ? nullptr : &m_goodbye);
}

void DeviceLink::sayTelemetry(Clock::time_point now) {
    // The next one on the grid of intervals, so that a late reading does not shift all that follow.
    while (m_nextTelemetry <= now)
        m_nextTelemetry += m_settings.interval;
    if (m_unacknowledged >= maxUnacknowledged)
        return;
    const devices::Reading reading{.at = Timestamp::now(), .values = m_device->read(now)};
    m_lastTold = reading.values;
    if (!reading.values.empty())
        say(devices::topicOf(m_settings.key, Leaf::telemetry), devices::telemetryPayload(reading), false);
}

bool DeviceLink::say(const std::string& topic, const std::string& payload, bool retain, int* id) {
    const int result =
        publish(id, topic.c_str(), static_cast<int>(payload.size()), payload.data(), atLeastOnce, retain);
    if (result == MOSQ_ERR_SUCCESS)
        ++m_unacknowledged;
    return result == MOSQ_ERR_SUCCESS;
}

void DeviceLink::on_connect(int refusal) {
    if (refusal != 0) {
        lost(mosqpp::connack_string(refusal));
        dropSocket();
        return;
    }
    const auto now = Clock::now();
    m_backoff.reset();
    m_troubleTold = false;
    m_state = State::Up;
    if (const auto outage = m_device->nextOutage()) {
        m_outage = *outage;
        m_outageBegins = now + outage->after;
    }
    auto metrics = m_device->metrics();
    for (auto& metric : metrics)
        metric.intervalMs = static_cast<int>(m_settings.interval.count());
    say(devices::topicOf(m_settings.key, Leaf::meta), devices::metaPayload(metrics), true);
    sayStatus(true);
    subscribe(nullptr, devices::topicOf(m_settings.key, Leaf::command).c_str(), atLeastOnce);
    m_nextStatus = now + m_settings.heartbeat;
    m_nextTelemetry = now + m_settings.interval;
    spdlog::debug("{}: connected", m_settings.key);
}

void DeviceLink::on_disconnect(int reason) {
    if (m_state == State::Down)
        return; // refused: lost() has been called
    lost(reason == MOSQ_ERR_SUCCESS ? "closed" : mosqpp::strerror(reason));
}

/// A command: there is no other subscription. One that was retained was meant for somebody before us.
void DeviceLink::on_message(const mosquitto_message* message) {
    if (m_state != State::Up || message->retain || m_unacknowledged >= maxUnacknowledged)
        return;
    std::string why;
    const auto command = devices::readCommand(
        {static_cast<const char*>(message->payload), static_cast<std::size_t>(message->payloadlen)}, why);
    if (command)
        say(devices::topicOf(m_settings.key, Leaf::reply),
            devices::replyPayload(answerCommand(*command, *m_device, m_lastTold)), false);
    else
        spdlog::warn("{}: a command that cannot be read: {}", m_settings.key, why);
}

void DeviceLink::on_publish(int id) {
    --m_unacknowledged;
    if (m_state == State::Leaving && id == m_goodbye)
        disconnect();
}

} // namespace labwarden::agent

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_device.h"

#include "server/devices/messages.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <sys/socket.h>

namespace labwarden::bench {

namespace {

using namespace std::chrono_literals;

constexpr int atLeastOnce = 1;
constexpr int keepAliveSeconds =
    5; ///< the library's least; the broker gives a link up after 1.5 times as much
constexpr auto miscEvery = 500ms;
constexpr auto connectLimit = 5s;
constexpr auto retryPause = 100ms;

} // namespace

TruthDevice::TruthDevice(clients::Url broker, std::string key, std::chrono::milliseconds heartbeat)
    : mosqpp::mosquittopp(("truth-" + key).c_str(), true)
    , m_broker(std::move(broker))
    , m_topic(devices::topicOf(key, devices::Leaf::status))
    , m_heartbeat(heartbeat) {
    username_pw_set(m_broker.username.c_str(), m_broker.password.c_str());
    const std::string will = devices::statusPayload({});
    will_set(m_topic.c_str(), static_cast<int>(will.size()), will.data(), atLeastOnce, true);
}

void TruthDevice::behave(Conduct conduct) {
    if ((conduct == Conduct::online) == (m_conduct == Conduct::online))
        throw std::logic_error("a device comes, or goes, but once");
    m_conduct = conduct;
    m_reached = conduct == Conduct::silent || conduct == Conduct::frozen;
    m_lastStatus = {};
    switch (conduct) {
    case Conduct::online:
        m_nextTry = {};
        if (m_link == Link::up)
            sayStatus(true);
        break;
    case Conduct::left:
        sayStatus(false);
        break;
    case Conduct::cut:
        dropLink();
        linkLost();
        break;
    case Conduct::unheard:
    case Conduct::silent:
    case Conduct::frozen:
        break;
    }
}

std::chrono::milliseconds TruthDevice::takeLongestPause() {
    return std::exchange(m_longestPause, {});
}

void TruthDevice::connectNow(Clock::time_point now) {
    m_nextTry = now + retryPause;
    if (socket() >= 0) { // not yet closed by the library
        dropLink();
        return;
    }
    m_link = Link::connecting;
    m_giveUp = now + connectLimit;
    const int result =
        m_known ? reconnect_async() : connect_async(m_broker.host.c_str(), m_broker.port, keepAliveSeconds);
    m_known = true;
    if (result != MOSQ_ERR_SUCCESS)
        linkLost();
}

void TruthDevice::dropLink() {
    if (socket() >= 0) {
        ::shutdown(socket(), SHUT_RDWR);
        loop_read(); // by which the library finds out
    }
}

void TruthDevice::linkLost() {
    m_link = Link::down;
    m_reached = m_reached || m_conduct == Conduct::cut;
}

void TruthDevice::ready(bool readable, bool writable) {
    int result = MOSQ_ERR_SUCCESS;
    if (readable)
        result = loop_read();
    if (result == MOSQ_ERR_SUCCESS && writable && socket() >= 0)
        result = loop_write();
    // on_disconnect() is not called for a connection that never came about.
    if (result != MOSQ_ERR_SUCCESS)
        linkLost();
}

void TruthDevice::tick(Clock::time_point now) {
    if (m_conduct == Conduct::frozen)
        return;
    if (m_link != Link::down && now >= m_nextMisc) {
        m_nextMisc = now + miscEvery;
        loop_misc(); // keeps the link alive
    }
    if (m_conduct != Conduct::online)
        return;
    if (m_link == Link::connecting && now >= m_giveUp) {
        dropLink();
        linkLost();
    }
    if (m_link == Link::down && now >= m_nextTry)
        connectNow(now);
    if (m_link == Link::up && now >= m_nextStatus)
        sayStatus(true);
}

void TruthDevice::sayStatus(bool online) {
    const auto now = Clock::now();
    if (online && m_lastStatus != Clock::time_point{})
        m_longestPause = std::max(m_longestPause,
                                  std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastStatus));
    m_lastStatus = now;
    m_nextStatus = now + m_heartbeat;
    const std::string payload =
        devices::statusPayload({.online = online, .heartbeat = m_heartbeat, .at = Timestamp::now()});
    int id = -1;
    if (publish(&id, m_topic.c_str(), static_cast<int>(payload.size()), payload.data(), atLeastOnce, true) ==
            MOSQ_ERR_SUCCESS &&
        !m_reached)
        m_awaited = id;
}

void TruthDevice::on_connect(int refusal) {
    if (refusal != 0)
        return; // the broker closes the link; never reached, which a checkpoint tells
    m_link = Link::up;
    if (m_conduct == Conduct::online)
        sayStatus(true);
}

void TruthDevice::on_disconnect(int) {
    linkLost();
}

void TruthDevice::on_publish(int id) {
    if (id != m_awaited)
        return;
    m_awaited = -1;
    m_reached = true;
    if (m_conduct == Conduct::left)
        disconnect();
}

} // namespace labwarden::bench

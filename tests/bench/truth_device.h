// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/mqtt_library.h"
#include "server/clients/url.h"

#include <boost/describe.hpp>
#include <mosquittopp.h>

#include <chrono>
#include <string>

namespace labwarden::bench {

/// What a device does of its own accord.
enum class Conduct {
    unheard, ///< it has never spoken
    online,  ///< tells its status at every heartbeat
    silent,  ///< no more heartbeats, though its link stands and is kept alive
    frozen,  ///< nothing at all is sent or read any more; the link stands until the broker gives it up
    cut,     ///< the link is gone without a goodbye
    left,    ///< said goodbye and disconnected
};
BOOST_DESCRIBE_ENUM(Conduct, unheard, online, silent, frozen, cut, left)

/// One device: a connection of its own with last will and heartbeat, as server/devices/MQTT.md says. Has no
/// thread and never waits; its owner watches fd(), calls ready() when the socket is and tick() often. One
/// caller at a time.
class TruthDevice : private clients::MqttLibrary, private mosqpp::mosquittopp {
public:
    using Clock = std::chrono::steady_clock;

    /// `broker` with the user and password of this device.
    TruthDevice(clients::Url broker, std::string key, std::chrono::milliseconds heartbeat);

    /// From now on. From `online` to any other, from any other to `online`.
    void behave(Conduct conduct);
    Conduct conduct() const { return m_conduct; }
    /// Whether the broker knows of it, as far as it can.
    bool reached() const { return m_reached; }
    /// The longest time between two heartbeats since this was last asked.
    std::chrono::milliseconds takeLongestPause();

    /// -1: nothing to watch.
    int fd() { return m_conduct == Conduct::frozen ? -1 : socket(); }
    bool wantsToWrite() { return want_write(); }
    void ready(bool readable, bool writable);
    void tick(Clock::time_point now);

private:
    void connectNow(Clock::time_point now);
    void sayStatus(bool online);
    /// The broker sees the connection end without a goodbye.
    void dropLink();
    void linkLost();
    void on_connect(int refusal) override;
    void on_disconnect(int reason) override;
    void on_publish(int id) override;

    const clients::Url m_broker;
    const std::string m_topic;
    const std::chrono::milliseconds m_heartbeat;
    Conduct m_conduct = Conduct::unheard;
    bool m_reached = true;
    enum class Link { down, connecting, up } m_link = Link::down;
    bool m_known = false; ///< the library knows the broker's address
    int m_awaited = -1;   ///< id of the message whose acknowledgement counts
    Clock::time_point m_nextTry{}, m_nextStatus{}, m_nextMisc{}, m_giveUp{}, m_lastStatus{};
    std::chrono::milliseconds m_longestPause{};
};

} // namespace labwarden::bench

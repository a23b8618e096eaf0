// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"
#include "server/clients/url.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace labwarden::clients {

struct MqttMessage {
    std::string topic;
    std::string payload;
    bool retained = false; ///< stood at the broker before the subscription
    Timestamp arrivedAt;   ///< by this machine's clock
};

struct MqttWill {
    std::string topic, payload;
    bool retain = true;
};

struct MqttSettings {
    Url url;              ///< mqtt://user:password@host:port
    std::string clientId; ///< unique at the broker: a second client of the same name throws the first one out
    std::optional<MqttWill> will;
    std::chrono::seconds keepAlive{15};
    std::chrono::milliseconds connectTimeout{10'000}; ///< from the first packet to the broker's CONNACK
    std::chrono::milliseconds firstRetry{250}, longestRetry{15'000};
};

/// All called on the client's own thread; none may block, throw, or call stop(). publish() may not be called
/// there, post() may.
struct MqttCallbacks {
    std::function<void()> connected;                  ///< and every subscription is in force again
    std::function<void(const std::string& why)> lost; ///< also after each failed try
    std::function<void(MqttMessage)> message;         ///< acknowledged to the broker once this returns
};

/// One MQTT 3.1.1 client at QoS 1 with its own thread, which connects, reconnects with jittered backoff and
/// renews the subscriptions after each connect (sessions are clean). libmosquitto: only that thread runs the
/// network loop; in this mode (threaded_set) the calls of other threads merely queue and wake it, so every
/// method here may be called by any thread.
class MqttClient {
public:
    /// Throws std::invalid_argument on a URL that is not mqtt. Does not connect yet.
    MqttClient(MqttSettings settings, MqttCallbacks callbacks);
    ~MqttClient(); ///< stop()
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    /// Starts the thread; returns at once. A broker that is away is no error, it is tried again.
    void start();
    /// Disconnects in order (the will is not sent) and joins the thread, within a second. Publishes that wait
    /// fail.
    void stop();

    /// Now if connected, and after every connect.
    void subscribe(const std::string& filter);

    /// True once the broker has acknowledged within `deadline`. False: not connected, or no word in time (it
    /// may have arrived or may yet). A broker may acknowledge what its access rules then drop: MQTT 3.1.1 has
    /// no way to say so.
    bool publish(const std::string& topic, const std::string& payload, bool retain,
                 std::chrono::milliseconds deadline);
    /// Queues without waiting. False when not connected or when `queueLimit` messages wait for their
    /// acknowledgement already.
    bool post(const std::string& topic, const std::string& payload, bool retain);

    /// The broker has accepted this client and all its subscriptions.
    bool connected() const;
    /// Since when the present connection stands; nothing while there is none.
    std::optional<std::chrono::steady_clock::time_point> connectedSince() const;

    static constexpr int queueLimit = 1000;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace labwarden::clients

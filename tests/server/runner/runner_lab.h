// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"
#include "server/clients/amqp.h"
#include "server/clients/mqtt.h"
#include "server/clients/telemetry_reader.h"
#include "server/devices/command_messages.h"
#include "server/runner/runner.h"
#include "tests/server/runner/simulated_lab.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace labwarden::test {

/// Sends one metric of one device to InfluxDB, a point every 50 ms, as long as it lives: what ingest makes of
/// a device at work.
class SendingDevice {
public:
    SendingDevice(std::string influx, std::string key, std::string metric, std::function<double()> value);
    ~SendingDevice() = default;

private:
    std::jthread m_thread;
};

/// A device that does what a test says when it gets a command.
class CommandedDevice {
public:
    using Reply = std::function<devices::ReplyMessage(const std::string& command)>;
    /// Without `reply` it keeps silent.
    explicit CommandedDevice(Reply reply);
    const std::string& key() const { return m_key; }
    /// Told of the id of each command, instead of replying.
    void onCommand(std::function<void(const std::string& id)> told) const;
    void reply(const devices::ReplyMessage& reply) const { say(devices::replyPayload(reply)); }
    /// On its reply topic.
    void say(const std::string& payload) const;
    int commands() const { return m_commands; } ///< how many have come

private:
    void take(const clients::MqttMessage& message);

    const std::string m_key;
    const Reply m_reply;
    mutable std::function<void(const std::string&)> m_told;
    std::atomic<int> m_commands = 0;
    mutable clients::MqttClient m_client; ///< last: its thread uses what stands above
};

/// A runner with real broker and InfluxDB, queue and database of its own, and a simulated server.
class RunnerLab {
public:
    RunnerLab();
    ~RunnerLab();
    RunnerLab(const RunnerLab&) = delete;
    RunnerLab& operator=(const RunnerLab&) = delete;

    SimulatedLab server;
    runner::Settings settings; ///< change before start()
    const std::string queue, device;

    void start();
    runner::Runner& runner() { return *m_runner; }
    /// Drains and waits for the end of run().
    void end();
    bool runnerStarted() const { return m_runner != nullptr; }

    /// A job of this lab with a new run id; its steps and criteria are the test's.
    Job job() const;
    void send(const Job& job);
    void sendText(const std::string& body);
    std::uint32_t waiting(const std::string& name) const; ///< messages ready in a queue
    /// A script that the runner may run.
    void script(const std::string& name, const std::string& text) const;
    std::string deadLetters() const { return queue + "-dead"; }

private:
    void publish(std::string body);
    std::unique_ptr<runner::Runner> m_runner;
    std::jthread m_thread;
};

} // namespace labwarden::test

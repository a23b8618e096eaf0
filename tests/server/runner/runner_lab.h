// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"
#include "server/clients/amqp.h"
#include "server/clients/telemetry_reader.h"
#include "server/runner/runner.h"
#include "tests/server/runner/simulated_lab.h"

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

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"
#include "server/clients/amqp.h"
#include "server/runner/device_commands.h"
#include "server/runner/job_control.h"
#include "server/runner/settings.h"

#include <atomic>
#include <chrono>
#include <list>
#include <memory>

namespace labwarden::runner {

/// Takes jobs from the queue while it has free slots, claims them, and works on each in a thread of its own.
/// A broker that is away is connected to again; jobs at work go on meanwhile.
class Runner {
public:
    /// Throws std::invalid_argument on a URL that is none.
    explicit Runner(Settings settings);
    ~Runner();

    /// Works until drain() and the end of the last job.
    void run();
    /// Takes no new job; those at work finish. Any thread.
    void drain();
    /// And those at work are torn down and called back as error. Any thread.
    void abort();
    int activeJobs() const { return m_active; }

private:
    struct ActiveJob;

    void takeJobs();
    void handle(clients::AmqpConsumer& consumer, const clients::Delivery& delivery);
    std::optional<ClaimAnswer> claim(clients::AmqpConsumer& consumer, const clients::Delivery& delivery,
                                     const Job& job);
    void work(ActiveJob& active, const ClaimAnswer& claim);
    void deliver(const Job& job, const Callback& callback);
    bool isActive(const Job& job) const;
    void forgetFinished();
    void finishJobs();

    const Settings m_settings;
    const clients::Url m_amqp;
    std::unique_ptr<DeviceCommands> m_commands;   ///< nothing: this runner sends none
    std::list<std::unique_ptr<ActiveJob>> m_jobs; ///< of run()'s thread
    std::atomic<int> m_active = 0;
    std::atomic<bool> m_aborting = false;
    JobControl m_drain; ///< stopped: take no more
};

} // namespace labwarden::runner

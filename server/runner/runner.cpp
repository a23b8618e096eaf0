// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/runner.h"

#include "common/json/domain.h"
#include "server/clients/backoff.h"
#include "server/errors.h"
#include "server/runner/job_execution.h"
#include "server/runner/lab_client.h"
#include "server/runner/random_uuid.h"
#include "server/runner/reporter.h"

#include <spdlog/spdlog.h>

#include <thread>

namespace labwarden::runner {

namespace {

using namespace std::chrono_literals;
using Clock = JobControl::Clock;

std::string nameOf(const Job& job) {
    return "run " + std::to_string(job.runNumber) + " (" + job.runId + "), attempt " +
           std::to_string(job.attempt);
}

} // namespace

struct Runner::ActiveJob {
    Job job;
    JobControl control;
    std::atomic<bool> done = false;
    std::jthread thread; // last: ends first
};

Runner::Runner(Settings settings)
    : m_settings(std::move(settings)), m_amqp(clients::Url::parse(m_settings.amqp)) {
    if (!m_settings.mqtt.empty())
        m_commands = std::make_unique<DeviceCommands>(clients::Url::parse(m_settings.mqtt), m_settings.name);
}

Runner::~Runner() {
    drain();
    abort();
    m_jobs.clear();
}

void Runner::drain() {
    m_drain.stop(Stop::shutdown);
}

void Runner::abort() {
    m_aborting = true;
}

void Runner::run() {
    clients::Backoff backoff(250ms, 5s);
    bool away = false;
    while (m_drain.stopped() == Stop::none) {
        const auto began = Clock::now();
        try {
            takeJobs();
        } catch (const Unavailable&) {
            if (!std::exchange(away, true) || Clock::now() - began > 10s)
                spdlog::warn("the broker is away; jobs at work go on");
            if (Clock::now() - began > 10s)
                backoff.reset();
            m_drain.waitFor(backoff.next());
        }
    }
    finishJobs();
}

void Runner::takeJobs() {
    clients::AmqpConsumer consumer(m_amqp, {.name = "labwarden-runner " + m_settings.name});
    bool missing = false;
    spdlog::info("takes jobs from {}", m_settings.queue);
    for (;;) {
        forgetFinished();
        if (m_drain.stopped() != Stop::none) {
            consumer.pause();
            while (const auto unwanted = consumer.next(0ms))
                consumer.reject(unwanted->tag, true);
            return;
        }
        if (m_active < m_settings.slots && !consumer.consuming()) {
            if (consumer.queueDepth(m_settings.queue)) {
                consumer.consume(m_settings.queue, 1);
                missing = false;
            } else {
                if (!std::exchange(missing, true))
                    spdlog::warn("there is no queue {} yet; the server declares it", m_settings.queue);
                m_drain.waitFor(500ms);
                consumer.keepAlive();
                continue;
            }
        }
        const std::optional<clients::Delivery> delivery = consumer.next(100ms);
        if (delivery && m_drain.stopped() != Stop::none)
            consumer.reject(delivery->tag, true);
        else if (delivery)
            handle(consumer, *delivery);
    }
}

void Runner::handle(clients::AmqpConsumer& consumer, const clients::Delivery& delivery) {
    wire::Reading<Job> reading = wire::readText<Job>(delivery.body, wire::programs);
    if (!reading) {
        spdlog::error("message {} is no job: {} {}", delivery.messageId, reading.faults.front().pointer,
                      reading.faults.front().message);
        consumer.reject(delivery.tag, false);
        return;
    }
    if (isActive(reading.value)) { // delivered again because the broker did not hear our acknowledgement
        consumer.ack(delivery.tag);
        return;
    }
    const std::optional<ClaimAnswer> claimed = claim(consumer, delivery, reading.value);
    if (!claimed)
        return;
    auto active = std::make_unique<ActiveJob>();
    active->job = std::move(reading.value);
    spdlog::info("{}: begins", nameOf(active->job));
    ++m_active;
    ActiveJob& job = *m_jobs.emplace_back(std::move(active));
    job.thread = std::jthread([this, &job, answer = *claimed] {
        try {
            work(job, answer);
        } catch (const std::exception& e) {
            spdlog::error("{}: {}", nameOf(job.job), e.what());
        }
        job.done = true;
    });
    // At once: the broker gives up on a channel that leaves a message unacknowledged for 30 minutes. Paused
    // before, so that it pushes nothing we have no room for.
    if (m_active >= m_settings.slots)
        consumer.pause();
    consumer.ack(delivery.tag);
}

/// Asks until the server has answered; the message waits meanwhile. Nothing: the job is not ours, the message
/// is settled.
std::optional<ClaimAnswer> Runner::claim(clients::AmqpConsumer& consumer, const clients::Delivery& delivery,
                                         const Job& job) {
    LabClient lab(job.callbackUrl, job.callbackToken);
    const Claim claim{.claimId = randomUuid(), .runner = m_settings.name};
    clients::Backoff backoff(250ms, 5s);
    bool told = false;
    for (;;) {
        const Answered<ClaimAnswer> answered = lab.claim(claim);
        switch (answered.reply) {
        case Reply::Done:
            return answered.value;
        case Reply::Refused:
        case Reply::Rejected:
            spdlog::info("{}: not ours: {}", nameOf(job), answered.detail);
            consumer.ack(delivery.tag);
            return std::nullopt;
        case Reply::Busy:
        case Reply::Silent:
            break;
        }
        if (!std::exchange(told, true))
            spdlog::warn("{}: cannot be claimed yet: {}", nameOf(job), answered.detail);
        const auto next = Clock::now() + backoff.next();
        while (Clock::now() < next && m_drain.waitUntil(std::min(next, Clock::now() + 1s)) == Stop::none)
            consumer.keepAlive();
        if (m_drain.stopped() != Stop::none) {
            consumer.reject(delivery.tag, true);
            return std::nullopt;
        }
    }
}

void Runner::work(ActiveJob& active, const ClaimAnswer& claim) {
    const Job& job = active.job;
    const double remaining = std::clamp(claim.remainingSeconds, 0.0, 1e8);
    active.control.setDeadline(Clock::now() +
                               std::chrono::milliseconds(static_cast<std::int64_t>(remaining * 1000)));
    Callback callback;
    {
        Reporter reporter(job, Timeline(job.testCase), active.control,
                          {m_settings.progressInterval, m_settings.answerLimit}, maskOf(claim.secrets));
        JobExecution execution(m_settings, m_commands.get(), job, claim.secrets, active.control, reporter);
        callback = execution.run();
        reporter.end();
        callback.steps = reporter.steps();
        callback.log = reporter.remainingLog();
    }
    if (active.control.stopped() == Stop::gone) {
        spdlog::info("{}: torn down, nobody waits for it", nameOf(job));
        return;
    }
    deliver(job, callback);
}

/// Until the server has answered. The callback is idempotent, so one whose fate is unknown is sent again.
void Runner::deliver(const Job& job, const Callback& callback) {
    LabClient lab(job.callbackUrl, job.callbackToken);
    clients::Backoff backoff(500ms, 15s);
    const auto limit = Clock::now() + m_settings.callbackLimit;
    std::optional<Clock::time_point> abortLimit;
    for (;;) {
        const Answered<int> answered = lab.callback(callback);
        switch (answered.reply) {
        case Reply::Done:
            spdlog::info("{}: {}", nameOf(job), text(callback.status));
            return;
        case Reply::Refused:
            spdlog::info("{}: has ended without us: {}", nameOf(job), answered.detail);
            return;
        case Reply::Rejected: {
            spdlog::error("{}: the results were rejected: {}", nameOf(job), answered.detail);
            // The run must not hang until the server misses its runner.
            lab.callback({.status = CallbackStatus::error,
                          .reason = "the server did not accept the results of the runner"});
            return;
        }
        case Reply::Busy:
        case Reply::Silent:
            break;
        }
        const auto now = Clock::now();
        if (m_aborting && !abortLimit)
            abortLimit = now + 10s;
        const auto end = std::min(limit, abortLimit.value_or(limit));
        if (now >= end) {
            spdlog::error("{}: the results could not be delivered: {}", nameOf(job), answered.detail);
            return;
        }
        const auto next = std::min(end, now + backoff.next());
        while (Clock::now() < next && (abortLimit || !m_aborting))
            std::this_thread::sleep_for(std::min<Clock::duration>(100ms, next - Clock::now()));
    }
}

bool Runner::isActive(const Job& job) const {
    for (const auto& active : m_jobs) {
        if (active->job.runId == job.runId && active->job.attempt == job.attempt && !active->done)
            return true;
    }
    return false;
}

void Runner::forgetFinished() {
    std::erase_if(m_jobs, [](const auto& active) { return active->done.load(); });
    m_active = static_cast<int>(m_jobs.size());
    if (m_aborting) {
        for (const auto& active : m_jobs)
            active->control.stop(Stop::shutdown);
    }
}

void Runner::finishJobs() {
    forgetFinished();
    const auto began = Clock::now();
    if (!m_jobs.empty())
        spdlog::info("takes no more jobs; {} at work", m_jobs.size());
    while (!m_jobs.empty()) {
        if (m_settings.drainLimit > 0ms && Clock::now() - began >= m_settings.drainLimit)
            abort();
        std::this_thread::sleep_for(50ms);
        forgetFinished();
    }
}

} // namespace labwarden::runner

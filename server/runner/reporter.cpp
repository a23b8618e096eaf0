// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/reporter.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace labwarden::runner {

namespace {
/// Changes of steps are told at once, but a case of a thousand short ones must not become a thousand
/// requests.
constexpr std::chrono::milliseconds leastPause{100};
} // namespace

Reporter::Reporter(const Job& job, Timeline timeline, JobControl& control, Settings settings,
                   SecretMask secrets)
    : m_control(control)
    , m_settings(settings)
    , m_secrets(std::move(secrets))
    , m_lab(job.callbackUrl, job.callbackToken)
    , m_runId(job.runId)
    , m_timeline(std::move(timeline))
    , m_log(m_secrets)
    , m_thread([this](const std::stop_token& stop) { work(stop); }) {}

Reporter::~Reporter() {
    end();
}

void Reporter::end() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

template<class F>
void Reporter::change(F f) {
    {
        const std::lock_guard lock(m_mutex);
        f();
        m_news = true;
    }
    m_wake.notify_one();
}

void Reporter::stepStarted(std::size_t index) {
    change([&] { m_timeline.start(index, Timestamp::now()); });
}

void Reporter::stepFinished(std::size_t index, StepState state, std::string message) {
    change([&] {
        m_timeline.finish(index, state, cleanLine(m_secrets.masked(std::move(message))), Timestamp::now());
    });
}

void Reporter::skipPending(bool teardown) {
    change([&] { m_timeline.skipPending(teardown); });
}

void Reporter::log(std::string_view text) {
    const std::lock_guard lock(m_mutex);
    m_log.add(text, Timestamp::now()); // goes out with the next report
}

std::vector<RunStep> Reporter::steps() const {
    const std::lock_guard lock(m_mutex);
    return m_timeline.steps();
}

std::vector<LogLine> Reporter::remainingLog() {
    const std::lock_guard lock(m_mutex);
    std::vector<LogLine> all;
    for (std::size_t batches = 0; !m_log.empty() && batches < 16;
         ++batches) { // 4 MB: the callback has room for 10
        std::vector<LogLine> lines = m_log.take();
        all.insert(all.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
    }
    return all;
}

void Reporter::work(const std::stop_token& stop) {
    while (!stop.stop_requested() && !m_gone) {
        const auto began = JobControl::Clock::now();
        report();
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, std::min(leastPause, m_settings.interval), [] { return false; });
        m_wake.wait_until(lock, stop, began + m_settings.interval, [&] { return m_news && !m_silent; });
    }
}

void Reporter::report() {
    Progress progress;
    {
        const std::lock_guard lock(m_mutex);
        m_news = false;
        progress.progress = m_timeline.progress(Timestamp::now());
        progress.steps = m_timeline.takeChanged();
        progress.log = m_log.take();
    }
    const Answered<ProgressAnswer> answered = m_lab.progress(progress);
    if (answered.reply == Reply::Silent || answered.reply == Reply::Busy) {
        const std::lock_guard lock(m_mutex);
        m_timeline.putBack(progress.steps);
        m_log.putBack(std::move(progress.log));
    }
    heed(answered);
}

void Reporter::heed(const Answered<ProgressAnswer>& answered) {
    const auto now = JobControl::Clock::now();
    const bool silent = answered.reply == Reply::Silent;
    if (!silent)
        m_lastAnswer = now;
    if (std::exchange(m_silent, silent) != silent)
        spdlog::log(silent ? spdlog::level::warn : spdlog::level::info, "run {}: {}", m_runId,
                    silent ? "the server does not answer: " + answered.detail : "the server answers again");
    switch (answered.reply) {
    case Reply::Done:
        m_control.setDeadline(now + std::chrono::milliseconds(static_cast<std::int64_t>(
                                        std::clamp(answered.value.remainingSeconds, 0.0, 1e8) * 1000)));
        m_control.pause(answered.value.pause);
        if (answered.value.cancel)
            m_control.stop(Stop::cancelled);
        break;
    case Reply::Refused:
        spdlog::warn("run {}: goes on without us: {}", m_runId, answered.detail);
        m_control.stop(Stop::gone);
        m_gone = true;
        break;
    case Reply::Rejected:
        spdlog::error("run {}: progress was rejected: {}", m_runId, answered.detail);
        break;
    case Reply::Busy:
        spdlog::debug("run {}: {}", m_runId, answered.detail);
        break;
    case Reply::Silent:
        if (now - m_lastAnswer >= m_settings.answerLimit)
            m_control.stop(Stop::unanswered);
        break;
    }
}

} // namespace labwarden::runner

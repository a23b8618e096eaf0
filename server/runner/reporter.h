// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runner/job_control.h"
#include "server/runner/job_log.h"
#include "server/runner/lab_client.h"
#include "server/runner/timeline.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::runner {

/// Tells the server where a job stands, at least every `interval` and at each change of a step, from a thread
/// of its own, so that a slow server never holds up a step. What comes back goes to the JobControl: cancel,
/// pause, the time left, and that the run has gone on without us or that nobody answers. Any thread may
/// report.
class Reporter {
public:
    struct Settings {
        std::chrono::milliseconds interval;
        std::chrono::milliseconds answerLimit; ///< without any HTTP answer for so long the job is stopped
    };
    /// `control` outlives it. Starts at once. Nothing that `secrets` hides is told.
    Reporter(const Job& job, Timeline timeline, JobControl& control, Settings settings, SecretMask secrets);
    ~Reporter();

    void stepStarted(std::size_t index);
    void stepFinished(std::size_t index, StepState state, std::string message);
    void skipPending(bool teardown);
    void log(std::string_view text);

    /// Ends the thread after the request under way. Then the results may be called back, with what is still
    /// to be told:
    void end();
    std::vector<RunStep> steps() const;
    std::vector<LogLine> remainingLog();

private:
    void work(const std::stop_token& stop);
    void report();
    void heed(const Answered<ProgressAnswer>& answered);
    template<class F>
    void change(F f);

    JobControl& m_control;
    const Settings m_settings;
    const SecretMask m_secrets;
    LabClient m_lab;                                                       ///< of the thread
    JobControl::Clock::time_point m_lastAnswer = JobControl::Clock::now(); ///< of the thread
    bool m_silent = false, m_gone = false;                                 ///< of the thread
    const std::string m_runId;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_news = true;
    Timeline m_timeline;
    JobLog m_log;
    std::jthread m_thread; // last: ends first
};

} // namespace labwarden::runner

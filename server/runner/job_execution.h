// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"
#include "common/domain/secret_mask.h"
#include "server/runner/device_commands.h"
#include "server/runner/job_control.h"
#include "server/runner/judge.h"
#include "server/runner/reporter.h"
#include "server/runner/settings.h"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace labwarden::runner {

/// Works through the steps of one claimed job and its teardown, and says what came of it. Runs on the thread
/// of the job; tells the reporter each change, heeds the control. Sends nothing itself.
class JobExecution {
public:
    /// All outlive it; without `commands` steps of that kind end as error.
    JobExecution(const Settings& settings, DeviceCommands* commands, const Job& job,
                 boost::json::object secrets, JobControl& control, Reporter& reporter);

    /// The callback to send: results, status and reason, with the secrets blacked out; steps and log are the
    /// reporter's.
    Callback run();

private:
    struct StepOutcome {
        StepState state = StepState::passed;
        std::string message;
        Stop stopped = Stop::none; ///< the step did not come to its end
    };
    void runSteps();
    void runTeardown();
    /// False: nothing of the list may follow.
    bool runStep(const Step& step, std::size_t index, JobControl& control);
    StepOutcome perform(const Step& step, JobControl& control);
    StepOutcome wait(const Step& step, JobControl& control);
    StepOutcome measure(const Step& step, JobControl& control);
    StepOutcome script(const Step& step, JobControl& control);
    StepOutcome command(const Step& step, JobControl& control);
    void settle(Callback& callback) const;
    std::vector<std::pair<std::string, std::string>> scriptEnvironment(const Step& step) const;

    const Settings& m_settings;
    DeviceCommands* const m_commands;
    const Job& m_job;
    const boost::json::object m_secrets;
    const SecretMask m_mask;
    JobControl& m_control;
    Reporter& m_reporter;
    Judge m_judge;
    std::vector<RunResult> m_results;
    std::string m_error;     ///< of the first step that ended as error
    std::string m_stoppedAt; ///< name of the step that was cut short
    Stop m_stop = Stop::none;
    std::string m_late; ///< a step took longer than its own limit: says so
};

/// What must not be seen of a job's secrets in whatever is said of it.
SecretMask maskOf(const boost::json::object& secrets);

} // namespace labwarden::runner

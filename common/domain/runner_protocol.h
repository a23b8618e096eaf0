// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "common/domain/test_case.h"
#include "common/domain/test_run.h"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace labwarden {

/// What a device says of a metric of its own (topic `meta`), so that a runner can check units and see gaps.
struct JobMetric {
    std::string device; ///< its key
    std::string name, unit;
    int intervalMs = 0; ///< 0: not known
};
BOOST_DESCRIBE_STRUCT(JobMetric, (), (device, name, unit, intervalMs))

/// What a runner finds on the queue. No secrets: those come in the claim's answer.
struct Job {
    std::string runId;
    std::int64_t runNumber = 0;
    int attempt = 1;
    std::string callbackUrl;   ///< ".../api/v1/test-runs/<id>": claim, progress and callback hang below it
    std::string callbackToken; ///< bearer token of this attempt
    int timeoutSeconds = 0;
    std::vector<RunDevice> devices;
    std::string testCaseKey;
    int revision = 0;
    TestCaseDocument testCase;
    EnvironmentDocument environment;
    boost::json::object parameters; ///< defaults filled in
    std::vector<JobMetric>
        metrics; ///< those known when the job was built; others are judged without a check of units
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (runId, runNumber, attempt, callbackUrl, callbackToken, timeoutSeconds, devices,
                       testCaseKey, revision, testCase, environment, parameters, metrics))

/// POST <callbackUrl>/claim. The same claimId again gets the same answer; another one gets 409.
struct Claim {
    std::string claimId; ///< UUID chosen by the runner
    std::string runner;  ///< its name, for people
};
BOOST_DESCRIBE_STRUCT(Claim, (), (claimId, runner))

struct ClaimAnswer {
    int attempt = 1;
    double remainingSeconds = 0; ///< until the run's deadline
    boost::json::object secrets;
};
BOOST_DESCRIBE_STRUCT(ClaimAnswer, (), (attempt, remainingSeconds, secrets))

/// POST <callbackUrl>/progress, at least every 10 s. Steps are sent when they change, log lines once each.
struct Progress {
    RunProgress progress;
    std::vector<RunStep> steps;
    std::vector<LogLine> log;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (progress, steps, log))

struct ProgressAnswer {
    bool cancel = false; ///< stop, tear down, call back with `cancelled`
    bool pause = false;
    double remainingSeconds = 0;
};
BOOST_DESCRIBE_STRUCT(ProgressAnswer, (), (cancel, pause, remainingSeconds))

/// `completed`: the runner leaves the verdict to the results.
enum class CallbackStatus { passed, failed, error, cancelled, timed_out, completed };
BOOST_DESCRIBE_ENUM(CallbackStatus, passed, failed, error, cancelled, timed_out, completed)

/// POST <callbackUrl>/callback: ends the run.
struct Callback {
    CallbackStatus status = CallbackStatus::completed;
    std::string reason;
    std::vector<RunResult> results;
    std::vector<RunStep> steps;
    std::vector<LogLine> log;
};
BOOST_DESCRIBE_STRUCT(Callback, (), (status, reason, results, steps, log))

/// The worse of the reported status and the `must` results; `completed` without results is `error`.
Outcome outcomeOf(const Callback& callback);

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "common/domain/outcome.h"
#include "common/domain/test_case.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden {

/// waiting (queue, no lease) -> queued (leased, job to be published) -> dispatched (broker has confirmed) ->
/// running (claimed) -> finished. Claim, progress and callback may overtake the relay's mark.
enum class RunState { waiting, queued, dispatched, running, finished };
BOOST_DESCRIBE_ENUM(RunState, waiting, queued, dispatched, running, finished)

struct RunDevice {
    std::string id, key, name;
};
BOOST_DESCRIBE_STRUCT(RunDevice, (), (id, key, name))

/// Where a running attempt stands.
struct RunProgress {
    std::string step;  ///< name of the step under way
    int stepIndex = 0; ///< from 0, over steps and teardown
    int stepCount = 0;
    double percent = 0; ///< of the whole run, 0 to 100
};
BOOST_DESCRIBE_STRUCT(RunProgress, (), (step, stepIndex, stepCount, percent))

/// A run as lists and events carry it. `version` grows with every change of these fields.
struct TestRun {
    std::string id; ///< UUIDv7
    std::int64_t number = 0;
    RunState state = RunState::queued;
    std::optional<Outcome> outcome; ///< set exactly when finished
    std::string reason;             ///< one sentence, when the outcome needs one
    std::string testCaseId, testCaseKey, testCaseTitle;
    int revision = 0;
    std::string environmentId, environmentName;
    std::vector<RunDevice> devices;
    std::string createdBy;    ///< display name
    bool healthCheck = false; ///< the lab has started it, in the name of whoever wants the check
    int priority = 0;
    int attempt = 1;
    std::string runner; ///< name the claiming runner gave; empty before
    bool cancelRequested = false;
    RunProgress progress;
    Timestamp createdAt;
    std::optional<Timestamp> startedAt, finishedAt;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TestRun, (),
                      (id, number, state, outcome, reason, testCaseId, testCaseKey, testCaseTitle, revision,
                       environmentId, environmentName, devices, createdBy, healthCheck, priority, attempt,
                       runner, cancelRequested, progress, createdAt, startedAt, finishedAt, version))

enum class StepState { pending, running, passed, failed, error, skipped };
BOOST_DESCRIBE_ENUM(StepState, pending, running, passed, failed, error, skipped)

/// One line of a run's timeline.
struct RunStep {
    int index = 0;
    std::string name;
    StepKind kind = StepKind::wait;
    bool teardown = false;
    StepState state = StepState::pending;
    std::optional<Timestamp> startedAt, finishedAt;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(RunStep, (), (index, name, kind, teardown, state, startedAt, finishedAt, message))

/// One judged value. A result without severity is `must`.
struct RunResult {
    std::string device;    ///< device key; empty: the run as a whole
    std::string step;      ///< name of the step it was judged over; may be empty
    std::string criterion; ///< source text; may be empty for results of foreign runners
    std::string metric;
    std::optional<double> value; ///< absent when there was no data
    std::string unit;
    std::string limit; ///< as people read it: "<= 85 %"
    Severity severity = Severity::must;
    bool passed = false;
    bool noData = false; ///< the lab could not judge it: counts as `error`
    std::string message; ///< which value broke which limit and when
};
BOOST_DESCRIBE_STRUCT(RunResult, (),
                      (device, step, criterion, metric, value, unit, limit, severity, passed, noData,
                       message))

struct LogLine {
    Timestamp at;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(LogLine, (), (at, text))

enum class ObstacleReason {
    offline,
    under_test,
    maintenance,
    wanted ///< free, but a run that waits for it comes first
};
BOOST_DESCRIBE_ENUM(ObstacleReason, offline, under_test, maintenance, wanted)

/// Why a device cannot be had.
struct Obstacle {
    std::string deviceId, key, name;
    ObstacleReason reason = ObstacleReason::under_test;
    std::optional<std::string> runId;      ///< that holds or wants it
    std::optional<std::int64_t> runNumber; ///< likewise
    std::optional<std::string> holder;     ///< display name of who has started that run, or has put it there
    Timestamp since;
    std::string detail; ///< of maintenance: the reason that was given
};
BOOST_DESCRIBE_STRUCT(Obstacle, (), (deviceId, key, name, reason, runId, runNumber, holder, since, detail))

/// What a waiting run waits for.
struct RunWait {
    int position = 1;                ///< 1: next, of those that want one of its devices
    std::vector<Obstacle> obstacles; ///< one for each device that cannot be had now
};
BOOST_DESCRIBE_STRUCT(RunWait, (), (position, obstacles))

/// One run with everything about it (`GET /test-runs/{id}`).
struct TestRunDetail : TestRun {
    TestCaseDocument testCase;
    EnvironmentDocument environment;
    boost::json::object parameters;
    std::vector<RunStep> timeline;
    std::vector<RunResult> results;
    std::vector<LogLine> log;    ///< newest 1,000
    std::optional<RunWait> wait; ///< while it is `waiting`
    std::string grafanaUrl;      ///< empty when the environment has no template
};
BOOST_DESCRIBE_STRUCT(TestRunDetail, (TestRun),
                      (testCase, environment, parameters, timeline, results, log, wait, grafanaUrl))

/// One flat object: the fields of TestRun and these.
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const TestRunDetail& run);

/// What becomes of a start when a device cannot be had.
enum class WhenBusy { refuse, queue };
BOOST_DESCRIBE_ENUM(WhenBusy, refuse, queue)

/// `POST /test-runs`.
struct NewTestRun {
    std::vector<std::string> deviceIds; ///< 1 to 64, no doubles
    std::string testCaseId, environmentId;
    boost::json::object parameters;
    int priority = 0; ///< -100 to 100
    WhenBusy whenBusy = WhenBusy::refuse;
};
BOOST_DESCRIBE_STRUCT(NewTestRun, (), (deviceIds, testCaseId, environmentId, parameters, priority, whenBusy))

} // namespace labwarden

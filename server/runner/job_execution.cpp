// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/job_execution.h"

#include "common/criteria/criterion.h"
#include "server/runner/script.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <cstring>

namespace labwarden::runner {

namespace {

using Clock = JobControl::Clock;

/// What one callback carries; with more, those that broke come first.
constexpr std::size_t maxResults = 10'000;
/// How long a reply is waited for when the step does not say.
constexpr double commandSeconds = 30;

std::chrono::milliseconds milliseconds(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000 + 0.5));
}

std::string secondsText(double seconds) {
    return criteria::printNumber(seconds) + " s";
}

std::string textOf(const boost::json::value& value) {
    if (const boost::json::string* text = value.if_string())
        return {text->data(), text->size()};
    if (value.is_number())
        return criteria::printNumber(value.to_number<double>());
    return value.is_bool() ? (value.get_bool() ? "true" : "false") : "";
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

/// What a device's reply, or its silence, comes to.
RunResult judged(const Step& step, const std::string& device,
                 const std::optional<devices::ReplyMessage>& reply, double limit, const SecretMask& secrets) {
    RunResult result;
    result.device = device;
    result.step = step.name;
    result.metric = "reply";
    result.limit = step.expectedReply;
    if (!reply) {
        result.message = "no reply within " + secondsText(limit);
        return result;
    }
    const std::string said = cleanLine(secrets.masked(reply->output), 500);
    result.passed = reply->ok && (step.expectedReply.empty() || matches(reply->output, step.expectedReply));
    if (!reply->ok)
        result.message = "refused: " + said;
    else if (!result.passed)
        result.message = "replied " + said + ", expected " + cleanLine(step.expectedReply, 500);
    else
        result.message = "replied " + said;
    return result;
}

const char* wordFor(Stop stop) {
    switch (stop) {
    case Stop::cancelled:
        return "cancelled";
    case Stop::timedOut:
        return "the time of the run was over";
    case Stop::gone:
        return "the run has ended without this attempt";
    case Stop::unanswered:
        return "the server did not answer any more";
    case Stop::shutdown:
        return "the runner was stopped";
    case Stop::none:
        break;
    }
    return "";
}

} // namespace

SecretMask maskOf(const boost::json::object& secrets) {
    std::vector<std::string> texts;
    for (const auto& entry : secrets)
        texts.push_back(textOf(entry.value()));
    return SecretMask(texts);
}

JobExecution::JobExecution(const Settings& settings, DeviceCommands* commands, const Job& job,
                           boost::json::object secrets, JobControl& control, Reporter& reporter)
    : m_settings(settings)
    , m_commands(commands)
    , m_job(job)
    , m_secrets(std::move(secrets))
    , m_mask(maskOf(m_secrets))
    , m_control(control)
    , m_reporter(reporter)
    , m_judge({settings.influx, settings.pointLimit, settings.telemetryLimit}) {}

Callback JobExecution::run() {
    runSteps();
    runTeardown();
    Callback callback;
    settle(callback);
    m_mask.apply(callback);
    return callback;
}

void JobExecution::runSteps() {
    const std::vector<Step>& steps = m_job.testCase.steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        m_stop = m_control.waitWhilePaused();
        if (m_stop != Stop::none || !runStep(steps[i], i, m_control))
            break;
    }
    m_reporter.skipPending(false);
}

/// Whatever happened before: with a control of its own, which knows no cancel. The server leaves time for it
/// after the deadline.
void JobExecution::runTeardown() {
    const bool early = m_stop != Stop::none || m_job.testCase.teardown.empty();
    const auto now = Clock::now();
    JobControl control;
    control.setDeadline((early ? now : std::max(now, m_control.deadline())) + m_settings.teardownLimit);
    const std::vector<Step>& steps = m_job.testCase.teardown;
    for (std::size_t i = 0; i < steps.size(); ++i)
        runStep(steps[i], m_job.testCase.steps.size() + i,
                control); // each of them, also after one that failed
    m_reporter.skipPending(true);
}

bool JobExecution::runStep(const Step& step, std::size_t index, JobControl& control) {
    const bool teardown = index >= m_job.testCase.steps.size();
    m_reporter.stepStarted(index);
    StepOutcome outcome;
    try {
        outcome = perform(step, control);
    } catch (const std::exception& e) {
        spdlog::error("run {}: step {}: {}", m_job.runId, step.name, e.what());
        outcome = {StepState::error, "the runner had a fault of its own", Stop::none};
    }
    if (outcome.stopped != Stop::none) {
        outcome.state = outcome.stopped == Stop::timedOut ? StepState::error : StepState::skipped;
        if (outcome.message.empty())
            outcome.message = teardown && outcome.stopped == Stop::timedOut ? "the time for teardown was over"
                                                                            : wordFor(outcome.stopped);
        if (!teardown) {
            m_stoppedAt = step.name;
            m_stop = outcome.stopped;
        }
    }
    if (outcome.state == StepState::error && outcome.stopped == Stop::none && m_error.empty())
        m_error = "step " + step.name + ": " + outcome.message;
    // What a measure step finds is the test's result; a script or a command that failed leaves no ground for
    // what follows.
    const bool goOn = outcome.stopped == Stop::none && outcome.state != StepState::error &&
                      (step.kind == StepKind::measure || outcome.state != StepState::failed);
    m_reporter.stepFinished(index, outcome.state, std::move(outcome.message));
    return goOn;
}

JobExecution::StepOutcome JobExecution::perform(const Step& step, JobControl& control) {
    switch (step.kind) {
    case StepKind::wait:
        return wait(step, control);
    case StepKind::measure:
        return measure(step, control);
    case StepKind::script:
        return script(step, control);
    case StepKind::command:
        return command(step, control);
    case StepKind::manual:
        return {StepState::error, "this runner cannot ask a person"};
    }
    return {StepState::error, "this runner does not know this kind of step"};
}

JobExecution::StepOutcome JobExecution::wait(const Step& step, JobControl& control) {
    const bool tooLong = step.timeoutSeconds > 0 && step.durationSeconds > step.timeoutSeconds;
    const Stop stopped = control.waitFor(milliseconds(tooLong ? step.timeoutSeconds : step.durationSeconds));
    if (stopped != Stop::none || !tooLong)
        return {StepState::passed, "", stopped};
    m_late = "step " + step.name + " took longer than its " + secondsText(step.timeoutSeconds);
    return {StepState::error, "took longer than its " + secondsText(step.timeoutSeconds), Stop::timedOut};
}

JobExecution::StepOutcome JobExecution::measure(const Step& step, JobControl& control) {
    const Timestamp from = Timestamp::now();
    StepOutcome outcome = wait(step, control);
    if (outcome.stopped != Stop::none)
        return outcome;
    const Timestamp to = from + milliseconds(step.durationSeconds);
    std::optional<std::vector<RunResult>> results = m_judge.judge(m_job, step, from, to, control);
    if (!results)
        return {StepState::skipped, "", control.stopped()};
    const auto broken = [](const RunResult& r) { return !r.passed && r.severity == Severity::must; };
    const auto blind =
        std::ranges::find_if(*results, [&](const RunResult& r) { return broken(r) && r.noData; });
    const auto bad = std::ranges::find_if(*results, broken);
    if (blind != results->end())
        outcome = {StepState::error, blind->device + ": " + blind->message};
    else if (bad != results->end())
        outcome = {StepState::failed, bad->device + ": " + bad->message};
    for (const RunResult& result : *results)
        m_reporter.log(result.device + ": " + result.message +
                       (result.passed   ? ""
                        : result.noData ? " (not judged)"
                                        : " (broken)"));
    m_results.insert(m_results.end(), std::make_move_iterator(results->begin()),
                     std::make_move_iterator(results->end()));
    return outcome;
}

std::vector<std::pair<std::string, std::string>> JobExecution::scriptEnvironment(const Step& step) const {
    std::string devices;
    for (const RunDevice& device : m_job.devices)
        devices += (devices.empty() ? "" : ",") + device.key;
    std::vector<std::pair<std::string, std::string>> all{
        {"LABWARDEN_RUN_ID", m_job.runId},
        {"LABWARDEN_RUN_NUMBER", std::to_string(m_job.runNumber)},
        {"LABWARDEN_ATTEMPT", std::to_string(m_job.attempt)},
        {"LABWARDEN_TEST_CASE", m_job.testCaseKey},
        {"LABWARDEN_STEP", step.name},
        {"LABWARDEN_ENVIRONMENT", m_job.environment.name},
        {"LABWARDEN_DEVICES", devices}};
    for (const auto& entry : m_job.parameters)
        all.emplace_back("LABWARDEN_PARAM_" + upper(std::string_view(entry.key().data(), entry.key().size())),
                         textOf(entry.value()));
    for (const Variable& variable : m_job.environment.variables)
        if (!variable.secret)
            all.emplace_back("LABWARDEN_VAR_" + variable.name, variable.value);
    for (const auto& entry : m_secrets)
        all.emplace_back("LABWARDEN_SECRET_" + std::string(entry.key()), textOf(entry.value()));
    std::erase_if(all, [](const auto& v) {
        return v.first.find('=') != std::string::npos || v.second.find('\0') != std::string::npos;
    });
    return all;
}

JobExecution::StepOutcome JobExecution::script(const Step& step, JobControl& control) {
    const ScriptCall call{.file = step.script,
                          .arguments = step.arguments,
                          .environment = scriptEnvironment(step),
                          .deadline = step.timeoutSeconds > 0
                                          ? Clock::now() + milliseconds(step.timeoutSeconds)
                                          : Clock::time_point::max()};
    if (m_settings.scripts.user.empty() && m_settings.scripts.sameUser)
        m_reporter.log(step.name + ": " + step.script + " runs as the runner's own user");
    const ScriptResult ran =
        runScript(m_settings.scripts, call, control, [&](std::string_view line) { m_reporter.log(line); });
    if (!ran.fault.empty())
        return {StepState::error, ran.fault};
    if (ran.stopped != Stop::none)
        return {StepState::skipped, "", ran.stopped};
    if (ran.timedOut) {
        m_late = "step " + step.name + " took longer than its " + secondsText(step.timeoutSeconds);
        return {StepState::error, "took longer than its " + secondsText(step.timeoutSeconds), Stop::timedOut};
    }
    RunResult result;
    result.step = step.name;
    result.metric = "exit_code";
    result.limit = "== 0";
    if (!ran.exitCode) {
        const std::string message = step.script + " was ended by signal " + std::to_string(ran.signal) +
                                    " (" + strsignal(ran.signal) + ")";
        result.message = message;
        m_results.push_back(std::move(result));
        return {StepState::failed, message};
    }
    result.value = *ran.exitCode;
    result.passed = *ran.exitCode == 0;
    result.message = step.script + " ended with exit code " + std::to_string(*ran.exitCode);
    m_results.push_back(result);
    return {result.passed ? StepState::passed : StepState::failed, result.message};
}

/// Each device gets it at once; each is a result of its own.
JobExecution::StepOutcome JobExecution::command(const Step& step, JobControl& control) {
    if (m_commands == nullptr)
        return {StepState::error, "this runner cannot send commands to devices"};
    const double limit = step.timeoutSeconds > 0 ? step.timeoutSeconds : commandSeconds;
    std::vector<std::string> keys;
    for (const RunDevice& device : m_job.devices)
        keys.push_back(device.key);
    DeviceCommands::Answers answers =
        m_commands->ask(keys, step.command, Clock::now() + milliseconds(limit), control);
    if (answers.stopped != Stop::none)
        return {StepState::skipped, "", answers.stopped};
    if (!answers.sent)
        return {StepState::error, "the MQTT broker could not be reached within " + secondsText(limit)};
    StepOutcome outcome;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const RunResult result = judged(step, keys[i], answers.replies[i], limit, m_mask);
        m_reporter.log(keys[i] + ": " + result.message);
        if (!result.passed && outcome.state == StepState::passed)
            outcome = {StepState::failed, keys[i] + ": " + result.message};
        m_results.push_back(result);
    }
    return outcome;
}

/// A step's own time limit ends the run as the run's does. Beyond what cut it short, the verdict is left to
/// the results.
void JobExecution::settle(Callback& callback) const {
    callback.results = m_results;
    if (callback.results.size() > maxResults) {
        std::ranges::stable_partition(callback.results, [](const RunResult& r) { return !r.passed; });
        callback.results.resize(maxResults);
        callback.reason = "only the first " + std::to_string(maxResults) + " results are kept";
    }
    const std::string at = m_stoppedAt.empty() ? "" : ", in step " + m_stoppedAt;
    if (!m_late.empty()) {
        callback.status = CallbackStatus::timed_out;
        callback.reason = cleanLine(m_late, 1'000);
        return;
    }
    switch (m_stop) {
    case Stop::cancelled:
        callback.status = CallbackStatus::cancelled;
        break;
    case Stop::timedOut:
        callback.status = CallbackStatus::timed_out;
        callback.reason = "the run took longer than its " + std::to_string(m_job.timeoutSeconds) + " s" + at;
        break;
    case Stop::gone:
    case Stop::unanswered:
    case Stop::shutdown:
        callback.status = CallbackStatus::error;
        callback.reason = wordFor(m_stop) + at;
        break;
    case Stop::none:
        if (!m_error.empty()) {
            callback.status = CallbackStatus::error;
            callback.reason = m_error;
        } else {
            callback.status = callback.results.empty() ? CallbackStatus::passed : CallbackStatus::completed;
        }
        break;
    }
    callback.reason = cleanLine(callback.reason, 1'000);
}

} // namespace labwarden::runner

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/run_service.h"

#include "common/domain/parameters.h"
#include "common/uuid.h"
#include "server/environments/environments.h"
#include "server/errors.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/runs/run_id.h"
#include "server/testcases/test_cases.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace labwarden::runs {

namespace {

namespace json = boost::json;

/// A case may be saved again between the check of the parameters and the start; more often than this it is
/// not bad luck.
constexpr int startTries = 5;

std::string hashOf(const NewTestRun& wanted) {
    const std::string body = json::serialize(json::value_from(wanted));
    std::array<unsigned char, 32> hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(body.data()),
                       body.size(), nullptr, 0);
    std::array<char, 2 * hash.size() + 1> hex;
    return sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
}

void checkKey(const std::string& key) {
    const bool good =
        key.size() <= 255 && std::ranges::all_of(key, [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!good)
        throw Invalid(
            std::vector<Fault>{{"", "The Idempotency-Key must be at most 255 printable ASCII characters."}});
}

std::string textOf(const json::object& object, const char* name) {
    const json::value* value = object.if_contains(name);
    return value && value->is_string() ? json::value_to<std::string>(*value) : std::string();
}

/// "rack1-03 is under test in run 12 of Ada Lovelace."
std::string sentenceOf(const json::object& conflict) {
    std::string sentence = textOf(conflict, "key");
    const std::string reason = textOf(conflict, "reason");
    const std::string holder = textOf(conflict, "holder");
    if (reason == "under_test")
        return sentence + " is under test in run " + json::serialize(conflict.at("runNumber")) + " of " +
               holder + ".";
    if (reason == "wanted")
        return sentence + " is wanted by run " + json::serialize(conflict.at("runNumber")) + " of " + holder +
               ", which has waited longer.";
    if (reason == "offline")
        return sentence + " is offline.";
    const std::string detail = textOf(conflict, "detail");
    return sentence + " is in maintenance" + (detail.empty() ? "" : " (" + detail + ")") + ".";
}

Conflict busy(json::array conflicts) {
    std::string text;
    for (const json::value& conflict : conflicts)
        text += (text.empty() ? "" : " ") + sentenceOf(conflict.as_object());
    return Conflict(PublicText(std::move(text)), std::move(conflicts));
}

Unavailable databaseAway() {
    return Unavailable(
        "postgres",
        PublicText("The database did not answer in time; it is not known whether this has happened. "
                   "Look before you try again, or repeat with the same Idempotency-Key."));
}

NotFound noSuchRun() {
    return NotFound(PublicText("There is no such test run."));
}

Unauthenticated badToken() {
    return Unauthenticated(PublicText("The callback token is not good for this test run."));
}

/// Throws what the run answers to an attempt that it does not go along with.
void refuse(AttemptStatus status) {
    switch (status) {
    case AttemptStatus::ok:
        return;
    case AttemptStatus::unknown:
        throw noSuchRun();
    case AttemptStatus::expired:
        throw badToken();
    case AttemptStatus::ended:
        throw Conflict(PublicText("The test run has already ended."));
    case AttemptStatus::superseded:
        throw Conflict(PublicText("A later attempt has taken this one's place."));
    case AttemptStatus::taken:
        throw Conflict(PublicText("Another runner has claimed this attempt."));
    case AttemptStatus::unavailable:
        throw databaseAway();
    case AttemptStatus::broken:
        break;
    }
    throw std::logic_error("the run store has failed; its log says why");
}

/// One sentence where a runner sent none and the outcome asks for one.
std::string reasonOf(const Callback& callback, Outcome outcome) {
    if (!callback.reason.empty() || outcome == Outcome::passed)
        return callback.reason;
    for (const RunResult& result : callback.results) {
        if (result.severity == Severity::must && (result.noData || !result.passed))
            return !result.message.empty() ? result.message
                                           : (result.noData ? "No data: " : "Not met: ") + result.metric;
    }
    if (callback.status == CallbackStatus::completed && callback.results.empty())
        return "The runner sent no results.";
    return {};
}

/// At its newest revision. In a start a case that is not there, or not to be started, is a fault of the
/// input.
TestCase testCaseOf(testcases::TestCases& testCases, const std::string& id) {
    try {
        TestCase newest = testCases.get(id);
        if (auto refusal = testCases.startRefusal(newest); !refusal.empty())
            throw Invalid(std::vector<Fault>{{"/testCaseId", std::move(refusal)}});
        return newest;
    } catch (const NotFound& e) {
        throw Invalid(std::vector<Fault>{{"/testCaseId", e.what()}});
    }
}

/// One that is not there is found out, with all other faults, by the start itself.
std::optional<Environment> environmentOf(environments::Environments& environments, const std::string& id) {
    try {
        return environments.get(id);
    } catch (const NotFound&) {
        return std::nullopt;
    }
}

} // namespace

RunService::RunService(RunStore& store, testcases::TestCases& testCases,
                       environments::Environments& environments, const CallbackTokens& tokens,
                       EventSink& sink, Told told)
    : m_store(store)
    , m_testCases(testCases)
    , m_environments(environments)
    , m_secrets(store, environments)
    , m_tokens(tokens)
    , m_sink(sink)
    , m_told(std::move(told)) {}

void RunService::start(const identity::Caller& caller, const NewTestRun& wanted,
                       const std::string& idempotencyKey, RunCompletion done) {
    checkKey(idempotencyKey);
    StartItem item{.runId = newRunId(),
                   .deviceIds = wanted.deviceIds,
                   .testCaseId = wanted.testCaseId,
                   .revisionId = {},
                   .environmentId = wanted.environmentId,
                   .environmentRevision = {},
                   .parameters = {},
                   .priority = wanted.priority,
                   .whenBusy = wanted.whenBusy,
                   .userId = caller.userId,
                   .actor = caller.username,
                   .address = caller.remote,
                   .idempotencyKey = idempotencyKey,
                   .bodyHash = idempotencyKey.empty() ? std::string() : hashOf(wanted)};
    checkAndStart(std::move(item), wanted.parameters, startTries, std::move(done));
}

void RunService::checkAndStart(StartItem item, json::object given, int triesLeft, RunCompletion done) {
    const TestCase newest = testCaseOf(m_testCases, item.testCaseId);
    EnvironmentDocument environment;
    if (!newest.document.parameters.empty()) { // else its defaults are for nobody, and it need not be asked
        if (auto found = environmentOf(m_environments, item.environmentId)) {
            item.environmentRevision = found->revision;
            environment = std::move(found->document);
        }
    }
    BoundTestCase bound = bindParameters(newest.document, given, environment);
    if (!bound)
        throw Invalid(std::move(bound.faults));
    item.revisionId = newest.revisionId;
    item.parameters = std::move(bound.parameters);
    auto again = [this, item, given = std::move(given), triesLeft, done](StartResult result) mutable {
        try {
            if (result.status == StartResult::Status::stale && triesLeft > 1)
                return checkAndStart(std::move(item), std::move(given), triesLeft - 1, done);
            done(started(std::move(result)));
        } catch (...) {
            done(std::current_exception());
        }
    };
    m_store.start(std::move(item), std::move(again));
}

RunChange RunService::started(StartResult result) {
    switch (result.status) {
    case StartResult::Status::started:
        m_sink.committed(result.change.events);
        if (result.change.thing.state == RunState::waiting)
            m_told.runWaits();
        else
            m_told.jobReady();
        return std::move(result.change);
    case StartResult::Status::busy:
        throw busy(std::move(result.conflicts));
    case StartResult::Status::invalid:
        throw Invalid(std::move(result.faults));
    case StartResult::Status::stale:
        throw Conflict(PublicText("The test case or the environment is being changed; try again."));
    case StartResult::Status::key_reused:
        throw Invalid(std::vector<Fault>{{"", "The Idempotency-Key has been used for another request."}});
    case StartResult::Status::unavailable:
        throw databaseAway();
    case StartResult::Status::broken:
        break;
    }
    throw std::logic_error("the run store has failed; its log says why");
}

RunChange RunService::cancel(const identity::Caller& caller, const std::string& runId) {
    if (!isUuid(runId))
        throw noSuchRun();
    CancelResult result = m_store.cancel({.runId = runId,
                                          .any = caller.may("runs:cancel-any"),
                                          .userId = caller.userId,
                                          .actor = caller.displayName,
                                          .address = caller.remote});
    switch (result.status) {
    case CancelResult::Status::cancelled:
        break;
    case CancelResult::Status::unknown:
        throw noSuchRun();
    case CancelResult::Status::forbidden:
        throw Forbidden(PublicText("You may cancel your own test runs only."));
    case CancelResult::Status::finished:
        throw Conflict(PublicText("The test run has already ended."));
    }
    m_sink.committed(result.change.events);
    m_told.devicesFreed();
    return std::move(result.change);
}

RunChange RunService::release(const identity::Caller& caller, const std::string& deviceId,
                              const ReleaseRequest& request) {
    ReleaseResult result;
    if (isUuid(deviceId))
        result = m_store.release({.deviceId = deviceId,
                                  .runId = request.runId,
                                  .reason = request.reason,
                                  .userId = caller.userId,
                                  .actor = caller.displayName,
                                  .address = caller.remote});
    switch (result.status) {
    case ReleaseResult::Status::released:
        break;
    case ReleaseResult::Status::free:
        throw Conflict(PublicText(result.deviceKey + " is held by no run."));
    case ReleaseResult::Status::moved:
        throw Conflict(PublicText("The run that held " + result.deviceKey +
                                  " has ended meanwhile. Look at the device again."));
    case ReleaseResult::Status::unknown:
        throw NotFound(PublicText("There is no such device."));
    }
    m_sink.committed(result.change.events);
    m_told.devicesFreed();
    return std::move(result.change);
}

Page<TestRun> RunService::list(const std::vector<RunState>& states, const PageRequest& request) {
    return m_store.list(states, request);
}

TestRunDetail RunService::get(const std::string& runId) {
    std::optional<TestRunDetail> run;
    if (isUuid(runId))
        run = m_store.detail(runId);
    if (!run)
        throw noSuchRun();
    run->grafanaUrl = grafanaUrl(*run);
    return std::move(*run);
}

AttemptRef RunService::attempt(const std::string& runId, std::string_view token,
                               const std::string& address) const {
    const std::optional<int> attempt = isUuid(runId) ? m_tokens.attemptOf(runId, token) : std::nullopt;
    if (!attempt)
        throw badToken();
    return {runId, *attempt, address};
}

ClaimAnswer RunService::claim(const AttemptRef& attempt, const Claim& claim) {
    // First, so that an attempt that cannot have them does not begin.
    const auto secrets = m_secrets.of(attempt.runId);
    ClaimResult result = m_store.claim(attempt.runId, attempt.number, claim, attempt.address);
    refuse(result.status);
    m_sink.committed(result.events);
    result.answer.secrets = secrets->values;
    return std::move(result.answer);
}

ProgressAnswer RunService::progress(const AttemptRef& attempt, Progress progress) {
    m_secrets.of(attempt.runId)->mask.apply(progress);
    ProgressResult result = m_store.progress(attempt.runId, attempt.number, progress, attempt.address);
    refuse(result.status);
    m_sink.committed(result.events);
    return result.answer;
}

void RunService::callback(const AttemptRef& attempt, Callback callback, RunCompletion done) {
    m_secrets.of(attempt.runId)->mask.apply(callback);
    const Outcome outcome = outcomeOf(callback);
    std::string reason = reasonOf(callback, outcome);
    FinishItem item{.runId = attempt.runId,
                    .attempt = attempt.number,
                    .outcome = outcome,
                    .reason = std::move(reason),
                    .callback = std::move(callback),
                    .address = attempt.address};
    m_store.finish(std::move(item), [this, done = std::move(done), id = attempt.runId](FinishResult result) {
        try {
            refuse(result.status);
            m_secrets.forget(id);
            m_sink.committed(result.change.events);
            m_told.devicesFreed();
            done(std::move(result.change));
        } catch (...) {
            done(std::current_exception());
        }
    });
}

} // namespace labwarden::runs

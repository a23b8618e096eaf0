// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_actions.h"
#include "server/runs/callback_tokens.h"
#include "server/runs/run_secrets.h"
#include "server/runs/run_store.h"

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace labwarden {
class EventSink;
}
namespace labwarden::environments {
class Environments;
}
namespace labwarden::identity {
struct Caller;
}
namespace labwarden::testcases {
class TestCases;
}

namespace labwarden::runs {

/// What an asynchronous call came to: its value, or the error that it would have thrown.
template<class T>
class Reply {
public:
    Reply(T value) : m_content(std::move(value)) {}
    Reply(std::exception_ptr error) : m_content(std::move(error)) {}
    const T& get() const {
        if (const auto* error = std::get_if<std::exception_ptr>(&m_content))
            std::rethrow_exception(*error);
        return std::get<T>(m_content);
    }

private:
    std::variant<T, std::exception_ptr> m_content;
};

using RunCompletion = std::function<void(Reply<RunChange>)>;

/// One attempt of one run, proven.
struct AttemptRef {
    std::string runId;
    int number = 0;
    std::string address; ///< from where it speaks, for the audit log
};

/// The rules of the life of a run (LIFECYCLE.md). Any thread; calls may block on PostgreSQL. What has been
/// committed is told to the EventSink before it is answered.
///
/// Errors: ServiceErrors. start() and callback() throw what they know at once and hand later errors to the
/// completion, which runs on a thread of the store, exactly once if the call did not throw.
class RunService {
public:
    /// What the service tells after a commit; none may block.
    struct Told {
        std::function<void()> jobReady = [] {};     ///< a job is to be published
        std::function<void()> devicesFreed = [] {}; ///< somebody may have waited for them
        std::function<void()> runWaits = [] {};     ///< a run waits for its devices
    };
    /// All outlive the service.
    RunService(RunStore& store, testcases::TestCases& testCases, environments::Environments& environments,
               const CallbackTokens& tokens, EventSink& sink, Told told);

    /// Invalid with every fault; Conflict naming per device who holds it, unless the run is to wait then.
    /// Parameters that are not given are the environment's, else the case's own. With an idempotency key the
    /// same request again gets the same run for 24 h.
    void start(const identity::Caller& caller, const NewTestRun& wanted, const std::string& idempotencyKey,
               RunCompletion done);
    /// Other people's runs need runs:cancel-any: Forbidden. Cancelling twice is no error; Conflict when it
    /// has come to another outcome.
    RunChange cancel(const identity::Caller& caller, const std::string& runId);
    /// Takes a device away from the run that holds it: the run ends as `error` with the reason, and all its
    /// devices are free; its attempt hears 409. NotFound; Conflict when no run holds the device, or the one
    /// that was meant does so no longer.
    RunChange release(const identity::Caller& caller, const std::string& deviceId,
                      const ReleaseRequest& request);
    /// Runs in one of these states (empty: in any), newest first.
    Page<TestRun> list(const std::vector<RunState>& states, const PageRequest& request);
    TestRunDetail get(const std::string& runId);

    // Runners. The attempt that the token proves; Unauthenticated when it proves none of this run.
    AttemptRef attempt(const std::string& runId, std::string_view token, const std::string& address) const;
    // Conflict when the run has gone on without that attempt. What it tells is kept with the secrets of its
    // environment blacked out; Unavailable while this server cannot open them.
    ClaimAnswer claim(const AttemptRef& attempt, const Claim& claim);
    ProgressAnswer progress(const AttemptRef& attempt, Progress progress);
    /// A repeat by the attempt that has finished the run gets the stored answer.
    void callback(const AttemptRef& attempt, Callback callback, RunCompletion done);

private:
    void checkAndStart(StartItem item, boost::json::object given, int triesLeft, RunCompletion done);
    RunChange started(StartResult result);

    RunStore& m_store;
    testcases::TestCases& m_testCases;
    environments::Environments& m_environments;
    RunSecrets m_secrets;
    const CallbackTokens& m_tokens;
    EventSink& m_sink;
    const Told m_told;
};

/// The environment's link to its dashboards for this run; empty when it has none.
std::string grafanaUrl(const TestRunDetail& run);

} // namespace labwarden::runs

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"
#include "common/domain/problem.h"
#include "common/domain/runner_protocol.h"
#include "common/domain/test_run.h"
#include "server/changed.h"
#include "server/page.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::runs {

/// A run as it stands after a change, and the parts that changed with it.
using RunChange = Changed<TestRun>;

/// Everything a start needs, checked already but for what only the transaction can know. `runId` is allocated
/// by the caller, so the same item may be handed in again after an answer was lost.
struct StartItem {
    std::string runId; ///< UUIDv7
    std::vector<std::string> deviceIds;
    std::string testCaseId;
    std::string revisionId; ///< that the parameters were checked against
    std::string environmentId;
    std::optional<int> environmentRevision; ///< likewise; nothing: the parameters ask for nothing of it
    boost::json::object parameters;         ///< defaults filled in
    int priority = 0;
    WhenBusy whenBusy = WhenBusy::refuse;
    std::string userId, actor, address; ///< actor: the user name, as the audit log has it
    std::string idempotencyKey;         ///< empty: none
    std::string bodyHash;               ///< hex; with the key
};

struct StartResult {
    enum class Status {
        started,     ///< or waiting
        busy,        ///< `conflicts`
        invalid,     ///< `faults`
        stale,       ///< the case or the environment has a newer revision
        key_reused,  ///< the idempotency key stands for another body
        unavailable, ///< not known whether it has happened, or PostgreSQL cannot be had
        broken       ///< a fault of the server's own, logged
    } status = Status::broken;
    RunChange change;
    boost::json::array conflicts; ///< as Problem::conflicts
    std::vector<Fault> faults;
};

struct FinishItem {
    std::string runId;
    int attempt = 0;
    Outcome outcome = Outcome::error;
    std::string reason;
    Callback callback; ///< its results, steps and log
    std::string address;
};

/// How the run answers an attempt that speaks to it.
enum class AttemptStatus {
    ok,
    unknown,    ///< no such run
    expired,    ///< ended more than 24 h ago: the token is no longer good
    ended,      ///< by another hand than this attempt's
    superseded, ///< a later attempt has taken over
    taken,      ///< claim: another runner has this attempt
    unavailable,
    broken
};

struct FinishResult {
    AttemptStatus status = AttemptStatus::broken;
    RunChange change; ///< ok: the run as this attempt finished it, now or earlier
};

struct ClaimResult {
    AttemptStatus status = AttemptStatus::broken;
    ClaimAnswer answer;
    std::vector<Event> events;
};

struct ProgressResult {
    AttemptStatus status = AttemptStatus::broken;
    ProgressAnswer answer;
    std::vector<Event> events;
};

struct CancelItem {
    std::string runId;
    bool any = false;                   ///< may cancel runs of others
    std::string userId, actor, address; ///< actor: as the run's reason names people
};

struct CancelResult {
    enum class Status { cancelled, finished, forbidden, unknown } status = Status::unknown;
    RunChange change; ///< cancelled, finished
};

struct ReleaseItem {
    std::string deviceId;
    std::optional<std::string> runId; ///< the run that is meant; nothing: whichever holds the device
    std::string reason;
    std::string userId, actor, address; ///< actor: as the run's reason names people
};

struct ReleaseResult {
    enum class Status {
        released,
        free,  ///< no run holds the device
        moved, ///< the run that was meant holds it no longer
        unknown
    } status = Status::unknown;
    std::string deviceKey; ///< free, moved
    RunChange change;      ///< released
};

/// A secret variable of the environment that a run takes place in.
struct SealedSecret {
    std::string environmentId, name;
    std::optional<std::string> sealed; ///< hexadecimal; nothing: its value is missing, which must not be
};

/// The calls to PostgreSQL for the life of a run; knows no rules.
///
/// start() and finish() answer by completion, on a thread of the store and exactly once, also when the store
/// stops; they never throw. How many of them share a commit is the store's own affair. The other calls block,
/// any thread, and throw Unavailable.
class RunStore {
public:
    virtual ~RunStore() = default;

    virtual void start(StartItem item, std::function<void(StartResult)> done) = 0;
    virtual void finish(FinishItem item, std::function<void(FinishResult)> done) = 0;

    virtual ClaimResult claim(const std::string& runId, int attempt, const Claim& claim,
                              const std::string& address) = 0;
    virtual ProgressResult progress(const std::string& runId, int attempt, const Progress& progress,
                                    const std::string& address) = 0;
    /// Of the run's environment as it was when the run started; none once the run has ended.
    virtual std::vector<SealedSecret> secrets(const std::string& runId) = 0;
    virtual CancelResult cancel(const CancelItem& item) = 0;
    virtual ReleaseResult release(const ReleaseItem& item) = 0;
    /// Runs in one of these states (empty: in any), newest first.
    virtual Page<TestRun> list(const std::vector<RunState>& states, const PageRequest& request) = 0;
    /// `grafanaUrl` is left empty. Nothing: there is no such run.
    virtual std::optional<TestRunDetail> detail(const std::string& runId) = 0;
};

} // namespace labwarden::runs

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runs/run_settings.h"
#include "server/runs/run_store.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace labwarden::storage {
class Database;
}

namespace labwarden::runs {

class Lane;

/// RunStore on PostgreSQL: one function call, one commit, for each start and finish, on a few threads of its
/// own.
class PgRunStore : public RunStore {
public:
    /// The database outlives it.
    PgRunStore(const RunSettings& settings, storage::Database& database);
    /// stop()
    ~PgRunStore() override;
    /// Answers what was handed in before and joins; whatever comes later is answered `unavailable`.
    void stop();

    void start(StartItem item, std::function<void(StartResult)> done) override;
    void finish(FinishItem item, std::function<void(FinishResult)> done) override;

    ClaimResult claim(const std::string& runId, int attempt, const Claim& claim,
                      const std::string& address) override;
    ProgressResult progress(const std::string& runId, int attempt, const Progress& progress,
                            const std::string& address) override;
    std::vector<SealedSecret> secrets(const std::string& runId) override;
    CancelResult cancel(const CancelItem& item) override;
    ReleaseResult release(const ReleaseItem& item) override;
    Page<TestRun> list(const std::vector<RunState>& states, const PageRequest& request) override;
    std::optional<TestRunDetail> detail(const std::string& runId) override;

private:
    using Task = std::function<void(Lane&)>;
    /// False: no room, or stopping.
    bool push(Task task);
    void work();

    const RunSettings m_settings;
    storage::Database& m_database;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::deque<Task> m_tasks;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace labwarden::runs

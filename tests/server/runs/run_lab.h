// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/environments/environments.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/runs/pg_run_store.h"
#include "server/runs/run_service.h"
#include "server/testcases/test_cases.h"
#include "tests/server/support/services.h"

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::test {

/// Remembers what it was told.
class Ear : public EventSink {
public:
    void committed(const std::vector<Event>& events) override {
        const std::lock_guard lock(m_mutex);
        m_heard.insert(m_heard.end(), events.begin(), events.end());
    }
    std::vector<Event> heard() const {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Event> m_heard;
};

/// A schema with devices "dev-1" to "dev-8" (type linux, tag linux), one test case, one environment and two
/// engineers, and the run service on top of it.
class RunLab {
    TestSchema m_schema; // first: the people below are in it

public:
    explicit RunLab(runs::RunSettings settings = {}, int connections = 12);

    const TestSchema& schema() const { return m_schema; }
    storage::Database& database() { return *m_database; }
    runs::PgRunStore& store() { return m_store; }
    runs::RunService& service() { return m_service; }
    /// With a key for secrets.
    environments::Environments& environments() { return m_environments; }
    const runs::CallbackTokens& tokens() const { return m_tokens; }
    Ear& ear() { return m_ear; }
    const runs::RunSettings& settings() const { return m_settings; }
    int jobsAnnounced() const { return m_jobsAnnounced; }

    const identity::Caller ada, bob, manager;
    std::string caseId, environmentId;
    std::vector<std::string> devices; ///< ids, "dev-1" first

    /// What a person sends for a run on these devices (from 0).
    NewTestRun wanted(const std::vector<int>& which) const;
    /// Starts and waits; throws what the service throws.
    runs::RunChange start(const NewTestRun& wanted, const std::string& key = {});
    runs::RunChange start(const std::vector<int>& which) { return start(wanted(which)); }
    runs::RunChange startAs(const identity::Caller& caller, const NewTestRun& wanted,
                            const std::string& key = {});
    runs::AttemptRef attempt(const std::string& runId, int number = 1) const;
    ClaimAnswer claim(const std::string& runId, int attempt = 1, const std::string& claimId = firstClaim);
    /// The callback; throws what the service throws.
    runs::RunChange finish(const std::string& runId, int attempt = 1,
                           CallbackStatus status = CallbackStatus::passed,
                           std::vector<RunResult> results = {});
    TestRunDetail get(const std::string& runId) { return m_service.get(runId); }
    /// Changes the case's newest revision in place, as no server may: `set` is jsonb to lay over the
    /// document.
    void alterCase(const std::string& set) const;
    /// The case's newest revision.
    std::string revisionId() const {
        return value("SELECT id FROM test_case_revisions ORDER BY revision DESC LIMIT 1");
    }
    /// The one value of a query, as the owner.
    std::string value(const std::string& sql) const;
    /// How many devices hold a lease.
    int leases() const {
        return std::stoi(value("SELECT count(*) FROM device_leases WHERE run_id IS NOT NULL"));
    }

    static const std::string firstClaim, secondClaim;

private:
    identity::Caller person(const std::string& name, const std::string& role);

    runs::RunSettings m_settings;
    std::unique_ptr<storage::Database> m_database;
    runs::CallbackTokens m_tokens;
    Ear m_ear;
    std::atomic<int> m_jobsAnnounced = 0;
    testcases::TestCases m_testCases;
    environments::Environments m_environments;
    runs::PgRunStore m_store;
    runs::RunService m_service;
};

/// One judged value.
RunResult result(const std::string& metric, bool passed, Severity severity = Severity::must);

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/devices/health_checks.h"
#include "server/devices/history.h"
#include "server/devices/import.h"
#include "server/devices/maintenance.h"
#include "server/devices/registry.h"
#include "server/devices/unregistered.h"
#include "server/environments/environments.h"
#include "server/runs/pg_run_store.h"
#include "server/runs/run_service.h"
#include "server/testcases/test_cases.h"
#include "tests/server/support/api.h"

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <vector>

namespace labwarden::test {

/// The routes of devices and runs on real services, with one test case and one environment.
class DeviceLab {
    std::unique_ptr<devices::Registry> m_registry;
    std::unique_ptr<devices::Maintenance> m_maintenance;
    std::unique_ptr<devices::Unregistered> m_unregistered;
    std::unique_ptr<devices::HealthChecks> m_healthChecks;
    std::unique_ptr<devices::History> m_history;
    std::unique_ptr<devices::Import> m_import;
    std::unique_ptr<testcases::TestCases> m_testCases;
    std::unique_ptr<environments::Environments> m_environments;
    std::unique_ptr<runs::PgRunStore> m_store;
    std::unique_ptr<runs::RunService> m_runs;

public:
    DeviceLab();

    devices::Registry& registry() { return *m_registry; }
    runs::RunService& runs() { return *m_runs; }
    /// A user of the built-in roles, for calls past HTTP.
    identity::Caller caller(const std::string& user) const;

    /// Registers one as the lab manager; its id.
    std::string device(const std::string& key);
    ApiAnswer get(const std::string& id) { return api.get(path(id), manager); }
    static std::string path(const std::string& id, const std::string& below = {}) {
        return "/api/v1/devices/" + id + below;
    }
    /// What a person sends for a run on these devices.
    boost::json::object wanted(const std::vector<std::string>& ids) const;
    /// Starts one as the engineer and expects that it does; its id.
    std::string startRun(const std::vector<std::string>& ids);
    ApiAnswer callback(const std::string& runId, int attempt = 1);
    ApiAnswer claim(const std::string& runId, int attempt = 1);
    /// The first value of a query as the owner of the schema; "" for NULL and no row.
    std::string one(const std::string& sql) const;
    /// Waits until that many sessions of this lab's schema wait for a lock.
    bool waiting(int sessions) const;

    static constexpr const char* grafanaTemplate =
        "https://grafana.example/d/dev?orgId=1&var-device={device}&from={from}&to={to}&{other}";
    const runs::CallbackTokens tokens{runs::CallbackTokens::Key{}};
    TestApi api; ///< its server ends before the services
    const std::string manager, engineer;
    std::string testCase, environment;
};

/// A transaction of its own at the schema, as the server's role.
class OpenTransaction {
public:
    explicit OpenTransaction(const TestSchema& schema);
    std::string one(const std::string& sql);
    void commit() { m_work->commit(); }
    void rollback() { m_work->abort(); }

private:
    std::unique_ptr<pqxx::connection> m_connection;
    std::unique_ptr<pqxx::work> m_work;
};

} // namespace labwarden::test

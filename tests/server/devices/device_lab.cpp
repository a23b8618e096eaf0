// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/devices/device_lab.h"

#include "server/devices/grafana_routes.h"
#include "server/devices/health_check_routes.h"
#include "server/devices/history_routes.h"
#include "server/devices/import_routes.h"
#include "server/devices/routes.h"
#include "server/identity/permissions.h"
#include "server/runs/routes.h"

#include <boost/json.hpp>

#include <iterator>
#include <stdexcept>

namespace labwarden::test {

namespace json = boost::json;

DeviceLab::DeviceLab()
    : api([this](storage::Database& database, storage::Redis& redis, EventSink& sink) {
        m_registry = std::make_unique<devices::Registry>(database, redis, sink);
        m_maintenance = std::make_unique<devices::Maintenance>(database, redis, sink);
        m_unregistered = std::make_unique<devices::Unregistered>(database, sink);
        m_healthChecks = std::make_unique<devices::HealthChecks>(database, sink);
        m_history = std::make_unique<devices::History>(database);
        m_import = std::make_unique<devices::Import>(database, sink);
        m_testCases = std::make_unique<testcases::TestCases>(database, sink);
        m_environments = std::make_unique<environments::Environments>(database, sink);
        m_store = std::make_unique<runs::PgRunStore>(runs::RunSettings{}, database);
        m_runs = std::make_unique<runs::RunService>(*m_store, *m_testCases, *m_environments, tokens, sink,
                                                    runs::RunService::Told());
        auto all = devices::routes(*m_registry, *m_maintenance, *m_unregistered);
        for (auto more : {devices::historyRoutes(*m_history), devices::healthCheckRoutes(*m_healthChecks),
                          devices::grafanaRoutes(*m_registry, grafanaTemplate),
                          devices::importRoutes(*m_import), runs::runRoutes(*m_runs)})
            all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        return all;
    })
    , manager(api.signIn("manager"))
    , engineer(api.signIn("engineer")) {
    const std::string user = one("SELECT id FROM users WHERE username = 'engineer'");
    testCase = one("INSERT INTO test_cases DEFAULT VALUES RETURNING id");
    api.schema.sql(
        "INSERT INTO test_case_revisions (test_case_id, revision, document, created_by) VALUES ('" +
        testCase +
        "', 1, '{\"title\": \"Wait\", \"steps\": [{\"name\": \"w\", \"kind\": \"wait\", "
        "\"durationSeconds\": 1}], \"timeoutSeconds\": 60, \"maxAttempts\": 1}', '" +
        user + "')");
    environment =
        one("INSERT INTO environments (name, document, created_by) VALUES ('lab', '{\"name\": \"lab\"}', '" +
            user + "') RETURNING id");
}

identity::Caller DeviceLab::caller(const std::string& user) const {
    identity::Caller caller;
    caller.userId = one("SELECT id FROM users WHERE username = '" + user + "'");
    caller.username = user;
    caller.displayName = one("SELECT display_name FROM users WHERE username = '" + user + "'");
    caller.remote = "127.0.0.1";
    for (const Permission& permission : identity::allPermissions())
        caller.permissions.insert(permission.name);
    return caller;
}

std::string DeviceLab::device(const std::string& key) {
    const auto answer = api.post("/api/v1/devices", {{"key", key}, {"name", "Device " + key}}, manager);
    if (answer.status != 201)
        throw std::runtime_error(json::serialize(answer.body));
    return std::string(answer.body.at("id").as_string());
}

json::object DeviceLab::wanted(const std::vector<std::string>& ids) const {
    return {{"deviceIds", json::value_from(ids)}, {"testCaseId", testCase}, {"environmentId", environment}};
}

std::string DeviceLab::startRun(const std::vector<std::string>& ids) {
    const auto answer = api.post("/api/v1/test-runs", wanted(ids), engineer);
    if (answer.status != 201)
        throw std::runtime_error(json::serialize(answer.body));
    return std::string(answer.body.at("id").as_string());
}

ApiAnswer DeviceLab::callback(const std::string& runId, int attempt) {
    return api.post("/api/v1/test-runs/" + runId + "/callback", {{"status", "passed"}},
                    tokens.make(runId, attempt));
}

ApiAnswer DeviceLab::claim(const std::string& runId, int attempt) {
    return api.post("/api/v1/test-runs/" + runId + "/claim",
                    {{"claimId", "11111111-1111-4111-8111-111111111111"}, {"runner", "bench-1"}},
                    tokens.make(runId, attempt));
}

std::string DeviceLab::one(const std::string& sql) const {
    const auto rows = api.schema.sql(sql);
    return rows.empty() ? "" : rows[0][0].c_str();
}

bool DeviceLab::waiting(int sessions) const {
    return eventually([&] {
        return api.schema
                   .sqlAsApp("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                             "application_name = '" +
                             api.schema.name() + "'")[0][0]
                   .as<int>() >= sessions;
    });
}

OpenTransaction::OpenTransaction(const TestSchema& schema)
    : m_connection(std::make_unique<pqxx::connection>(storage::connectionUrl(schema.settings())))
    , m_work(std::make_unique<pqxx::work>(*m_connection)) {}

std::string OpenTransaction::one(const std::string& sql) {
    const auto rows = m_work->exec(sql);
    return rows.empty() ? "" : rows[0][0].c_str();
}

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/runs/run_lab.h"

namespace labwarden::test {

namespace {

constexpr const char* document = R"({
    "title": "Load", "description": "", "tags": [],
    "parameters": [{"name": "limit", "type": "number", "unit": "%", "defaultValue": 85, "minimum": 0, "maximum": 100}],
    "requirements": {"type": "linux", "tags": ["linux"]},
    "steps": [{"name": "settle", "kind": "wait", "durationSeconds": 1},
              {"name": "watch", "kind": "measure", "durationSeconds": 5}],
    "criteria": [{"expression": "max(load) <= ${limit} %", "severity": "must", "step": "watch"}],
    "teardown": [], "timeoutSeconds": 600, "maxAttempts": 1, "onDeviceLost": "fail"})";

// Its sessions carry the schema's name, so that a test can find and end them.
std::unique_ptr<storage::Database> openNamed(const TestSchema& schema, int connections) {
    storage::DatabaseSettings settings = schema.settings();
    settings.applicationName = schema.name();
    settings.connections = connections;
    return storage::openDatabase(settings);
}

runs::CallbackTokens::Key key() {
    runs::CallbackTokens::Key key;
    key.fill(7);
    return key;
}

} // namespace

const std::string RunLab::firstClaim = "11111111-1111-4111-8111-111111111111";
const std::string RunLab::secondClaim = "22222222-2222-4222-8222-222222222222";

RunLab::RunLab(runs::RunSettings settings, int connections)
    : ada(person("ada", "engineer"))
    , bob(person("bob", "engineer"))
    , manager(person("mary", "lab manager"))
    , m_settings(std::move(settings))
    , m_database(openNamed(m_schema, connections))
    , m_tokens(key())
    , m_testCases(*m_database, m_ear)
    , m_environments(*m_database, m_ear, environments::SecretKeys({key()}))
    , m_store(m_settings, *m_database)
    , m_service(m_store, m_testCases, m_environments, m_tokens, m_ear,
                {.jobReady = [this] { ++m_jobsAnnounced; }}) {
    caseId = value("INSERT INTO test_cases DEFAULT VALUES RETURNING id");
    m_schema.sql("INSERT INTO test_case_revisions (test_case_id, revision, document, created_by) VALUES ('" +
                 caseId + "', 1, '" + document + "', '" + ada.userId + "')");
    environmentId =
        value("INSERT INTO environments (name, document, created_by) VALUES ('lab', '{\"name\": \"lab\", "
              "\"description\": \"\", \"variables\": [], \"telemetrySource\": \"influxdb\", "
              "\"grafanaUrlTemplate\": \"\", \"runnerQueue\": \"\"}', '" +
              ada.userId + "') RETURNING id");
    for (int i = 1; i <= 8; ++i)
        devices.push_back(value("INSERT INTO devices (key, name, type, tags) VALUES ('dev-" +
                                std::to_string(i) + "', 'Device " + std::to_string(i) +
                                "', 'linux', '{linux}') RETURNING id"));
    m_schema.sql("INSERT INTO device_presence (device_id) SELECT id FROM devices;"
                 "INSERT INTO device_services (device_id) SELECT id FROM devices;"
                 "INSERT INTO device_leases (device_id) SELECT id FROM devices");
}

identity::Caller RunLab::person(const std::string& name, const std::string& role) {
    const TestUser user = addUser(m_schema, name, role);
    identity::Caller caller;
    caller.userId = user.id;
    caller.username = user.username;
    caller.displayName = user.displayName;
    caller.roles = {role};
    caller.permissions = {"runs:read", "runs:start", "runs:cancel"};
    if (role == "lab manager")
        caller.permissions.insert("runs:cancel-any");
    caller.remote = "127.0.0.1";
    return caller;
}

NewTestRun RunLab::wanted(const std::vector<int>& which) const {
    NewTestRun run;
    for (const int index : which)
        run.deviceIds.push_back(devices.at(static_cast<std::size_t>(index)));
    run.testCaseId = caseId;
    run.environmentId = environmentId;
    return run;
}

runs::RunChange RunLab::start(const NewTestRun& wanted, const std::string& idempotencyKey) {
    return startAs(ada, wanted, idempotencyKey);
}

runs::RunChange RunLab::startAs(const identity::Caller& caller, const NewTestRun& wanted,
                                const std::string& idempotencyKey) {
    std::promise<runs::Reply<runs::RunChange>> promise;
    m_service.start(caller, wanted, idempotencyKey,
                    [&](runs::Reply<runs::RunChange> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get().get();
}

runs::AttemptRef RunLab::attempt(const std::string& runId, int number) const {
    return m_service.attempt(runId, m_tokens.make(runId, number), "10.0.0.9");
}

ClaimAnswer RunLab::claim(const std::string& runId, int number, const std::string& claimId) {
    return m_service.claim(attempt(runId, number),
                           {.claimId = claimId, .runner = "runner-" + claimId.substr(0, 1)});
}

runs::RunChange RunLab::finish(const std::string& runId, int number, CallbackStatus status,
                               std::vector<RunResult> results) {
    std::promise<runs::Reply<runs::RunChange>> promise;
    Callback callback;
    callback.status = status;
    callback.results = std::move(results);
    m_service.callback(attempt(runId, number), std::move(callback),
                       [&](runs::Reply<runs::RunChange> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get().get();
}

void RunLab::alterCase(const std::string& set) const {
    m_schema.sql("UPDATE test_case_revisions SET document = document || '" + set + "'");
}

std::string RunLab::value(const std::string& sql) const {
    return m_schema.sql(sql).at(0).at(0).c_str();
}

RunResult result(const std::string& metric, bool passed, Severity severity) {
    RunResult result;
    result.metric = metric;
    result.value = 12.5;
    result.severity = severity;
    result.passed = passed;
    result.message = passed ? "" : metric + " broke its limit.";
    return result;
}

} // namespace labwarden::test

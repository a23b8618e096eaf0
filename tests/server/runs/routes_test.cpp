// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/environments/environments.h"
#include "server/http/json_routes.h"
#include "server/identity/api_keys.h"
#include "server/runs/pg_run_store.h"
#include "server/runs/routes.h"
#include "server/runs/run_service.h"
#include "server/testcases/test_cases.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

using namespace labwarden;
using namespace labwarden::test;
namespace json = boost::json;

namespace {

/// The runs area behind HTTP, with one device, one test case and one environment.
class RunApi {
    std::unique_ptr<testcases::TestCases> m_testCases;
    std::unique_ptr<environments::Environments> m_environments;
    std::unique_ptr<runs::PgRunStore> m_store;
    std::unique_ptr<runs::RunService> m_service;

public:
    RunApi()
        : api([this](storage::Database& database, storage::Redis&, EventSink& sink) {
            m_testCases = std::make_unique<testcases::TestCases>(database, sink);
            m_environments = std::make_unique<environments::Environments>(database, sink);
            m_store = std::make_unique<runs::PgRunStore>(runs::RunSettings{}, database);
            m_service = std::make_unique<runs::RunService>(*m_store, *m_testCases, *m_environments, tokens,
                                                           sink, runs::RunService::Told());
            return runs::runRoutes(*m_service);
        })
        , engineer(api.signIn("engineer")) {
        const std::string user = one("SELECT id FROM users WHERE username = 'engineer'");
        device = one("INSERT INTO devices (key, name) VALUES ('dev-1', 'Device') RETURNING id");
        api.schema.sql("INSERT INTO device_presence (device_id) SELECT id FROM devices;"
                       "INSERT INTO device_services (device_id) SELECT id FROM devices;"
                       "INSERT INTO device_leases (device_id) SELECT id FROM devices");
        testCase = one("INSERT INTO test_cases DEFAULT VALUES RETURNING id");
        api.schema.sql(
            "INSERT INTO test_case_revisions (test_case_id, revision, document, created_by) VALUES ('" +
            testCase +
            "', 1, '{\"title\": \"Wait\", \"steps\": [{\"name\": \"w\", \"kind\": \"wait\", "
            "\"durationSeconds\": 1}], "
            "\"timeoutSeconds\": 60, \"maxAttempts\": 1}', '" +
            user + "')");
        environment = one(
            "INSERT INTO environments (name, document, created_by) VALUES ('lab', '{\"name\": \"lab\"}', '" +
            user + "') RETURNING id");
    }
    ~RunApi() { m_store->stop(); }
    testcases::TestCases& testCases() { return *m_testCases; }

    json::object wanted() const {
        return {{"deviceIds", json::array{device}}, {"testCaseId", testCase}, {"environmentId", environment}};
    }
    ApiAnswer start() { return api.post("/api/v1/test-runs", wanted(), engineer); }
    std::string one(const std::string& sql) const { return api.schema.sql(sql).at(0).at(0).c_str(); }
    std::string token(const ApiAnswer& run, int attempt = 1) const {
        return tokens.make(json::value_to<std::string>(run.body.at("id")), attempt);
    }
    static std::string path(const ApiAnswer& run, const std::string& below = {}) {
        return "/api/v1/test-runs/" + json::value_to<std::string>(run.body.at("id")) + below;
    }

    const runs::CallbackTokens tokens{runs::CallbackTokens::Key{}};
    TestApi api; ///< its server ends before the service
    std::string engineer, device, testCase, environment;
};

} // namespace

TEST(StartingOverHttp, with_an_API_key_is_done_in_the_name_of_the_key) {
    RunApi lab;
    identity::ApiKeys keys(*lab.api.database, *lab.api.redis, lab.api.events);
    identity::Caller admin;
    admin.userId = lab.one("SELECT id FROM users WHERE username = 'admin'");
    const auto key = keys.create(
        admin, {"nightly build", {"runs:start", "runs:read"}, Timestamp::now() + std::chrono::hours(48)});
    const auto run = lab.api.post("/api/v1/test-runs", lab.wanted(), key.secret);
    ASSERT_EQ(run.status, 201);
    EXPECT_EQ(lab.one("SELECT username FROM users JOIN test_runs r ON r.created_by = users.id"),
              "key:nightly build");
    EXPECT_EQ(lab.one("SELECT actor FROM audit_log WHERE action = 'run.start'"), "key:nightly build");
    EXPECT_EQ(lab.api.get(RunApi::path(run), key.secret).status, 200);
    EXPECT_EQ(lab.api.post(RunApi::path(run, "/cancel"), {}, key.secret).status, 403);
}

TEST(PostTestRuns, answers_201_with_the_run_and_the_parts_that_changed) {
    RunApi lab;
    const ApiAnswer run = lab.start();
    EXPECT_EQ(run.status, 201);
    EXPECT_EQ(run.body.at("state"), "queued");
    EXPECT_EQ(run.body.at("events").as_array().size(), 2u);
    EXPECT_EQ(lab.api.events.take().size(), 2u);
    EXPECT_TRUE(wire::read<TestRun>(run.body, wire::server));
}

TEST(PostTestRuns, lets_a_run_wait_where_it_is_asked_to_and_says_what_for) {
    RunApi lab;
    const auto holder = lab.start();
    auto wanted = lab.wanted();
    wanted["whenBusy"] = "queue";
    const auto waits = lab.api.post("/api/v1/test-runs", wanted, lab.engineer);
    ASSERT_EQ(waits.status, 201);
    EXPECT_EQ(waits.body.at("state"), "waiting");
    const auto seen = lab.api.get(RunApi::path(waits), lab.engineer);
    EXPECT_EQ(seen.body.at("wait").at("position").to_number<int>(), 1);
    EXPECT_EQ(seen.body.at("wait").at("obstacles").at(0).at("runId"), holder.body.at("id"));
    wanted["whenBusy"] = "perhaps";
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", wanted, lab.engineer).status, 422);
}

TEST(PostTestRuns, answers_409_with_the_conflicts) {
    RunApi lab;
    lab.start();
    const ApiAnswer refused = lab.start();
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.body.at("conflicts").at(0).at("key"), "dev-1");
    EXPECT_EQ(refused.body.at("conflicts").at(0).at("reason"), "under_test");
}

TEST(PostTestRuns, answers_422_with_every_fault) {
    RunApi lab;
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", json::object{}, lab.engineer).faultsAt(),
              (std::vector<std::string>{"/deviceIds", "/testCaseId", "/environmentId"}));
    json::object wanted = lab.wanted();
    wanted["surprise"] = 1;
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", wanted, lab.engineer).faultsAt(),
              std::vector<std::string>{"/surprise"});
    wanted = lab.wanted();
    wanted["testCaseId"] = lab.device;
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", wanted, lab.engineer).faultsAt(),
              std::vector<std::string>{"/testCaseId"});
    wanted = lab.wanted();
    wanted["deviceIds"] = json::array{lab.device, lab.device};
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", wanted, lab.engineer).status, 422);
}

TEST(PostTestRuns, starts_no_retired_case) {
    RunApi api;
    api.api.schema.sql("UPDATE test_case_revisions SET document = document || '{\"status\": \"retired\"}'");
    const auto answer = api.start();
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), testing::ElementsAre("/testCaseId"));
    api.api.schema.sql("UPDATE test_case_revisions SET document = document || '{\"status\": \"draft\"}'");
    EXPECT_EQ(api.start().status, 201);
}

TEST(PostTestRuns, starts_a_case_or_finds_it_deleted_and_never_both) {
    RunApi api;
    identity::Caller deleter;
    deleter.userId = api.one("SELECT id FROM users WHERE username = 'engineer'");
    int started = 0, deleted = 0;
    for (int round = 0; round < 20; ++round) {
        api.api.schema.sql("UPDATE test_cases SET deleted_at = NULL, revision = 1");
        std::atomic<bool> gone = false;
        std::thread other([&] {
            try {
                api.testCases().remove(deleter, api.testCase, 1);
                gone = true;
            } catch (const Conflict&) {
                // it is being run
            }
        });
        const auto answer = api.start();
        other.join();
        const bool runs = answer.status == 201;
        EXPECT_TRUE(runs || answer.status == 422) << answer.status;
        EXPECT_NE(runs, gone.load());
        started += runs;
        deleted += gone;
        if (runs) {
            EXPECT_EQ(api.api.post(RunApi::path(answer, "/cancel"), nullptr, api.engineer).status, 200);
        }
    }
    EXPECT_EQ(started + deleted, 20);
}

TEST(PostTestRuns, asks_for_a_permission) {
    RunApi lab;
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", lab.wanted(), lab.api.signIn("viewer")).status, 403);
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", lab.wanted()).status, 401);
}

TEST(PostTestRuns, takes_an_idempotency_key) {
    RunApi lab;
    clients::HttpClient client;
    clients::HttpRequest request;
    request.method = "POST";
    request.url = "http://127.0.0.1:" + std::to_string(lab.api.port()) + "/api/v1/test-runs";
    request.bearer = lab.engineer;
    request.body = json::serialize(lab.wanted());
    request.headers = {{"Idempotency-Key", "one"}};
    const auto first = client.send(request), again = client.send(request);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(json::parse(first.body).at("id"), json::parse(again.body).at("id"));
    json::object other = lab.wanted();
    other["priority"] = 5;
    request.body = json::serialize(other);
    EXPECT_EQ(client.send(request).status, 422);
}

TEST(ARunner, claims_reports_and_calls_back) {
    RunApi lab;
    const ApiAnswer run = lab.start();
    const std::string token = lab.token(run);
    const json::object claim{
        {"claimId", "11111111-1111-4111-8111-111111111111"}, {"runner", "r1"}, {"extra", true}};
    const ApiAnswer claimed = lab.api.post(lab.path(run, "/claim"), claim, token);
    EXPECT_EQ(claimed.status, 200) << "unknown fields of a runner are ignored";
    EXPECT_EQ(claimed.body.at("attempt"), 1);
    EXPECT_GT(claimed.body.at("remainingSeconds").to_number<double>(), 30);

    const ApiAnswer progress =
        lab.api.post(lab.path(run, "/progress"), {{"progress", {{"step", "w"}, {"percent", 50}}}}, token);
    EXPECT_EQ(progress.status, 200);
    EXPECT_EQ(progress.body.at("cancel"), false);

    const json::object callback{{"status", "completed"},
                                {"results", {{{"metric", "x"}, {"value", 1}, {"passed", true}}}}};
    const ApiAnswer ended = lab.api.post(lab.path(run, "/callback"), callback, token);
    EXPECT_EQ(ended.status, 200);
    EXPECT_EQ(ended.body.at("outcome"), "passed");
    const ApiAnswer again = lab.api.post(lab.path(run, "/callback"), callback, token);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, ended.body) << "the same again";

    const ApiAnswer detail = lab.api.get(lab.path(run), lab.engineer);
    EXPECT_EQ(detail.status, 200);
    EXPECT_EQ(detail.body.at("results").at(0).at("metric"), "x");
    EXPECT_TRUE(wire::read<TestRunDetail>(detail.body, wire::server));
}

TEST(ARunner, without_proof_gets_401_before_anything_is_said_of_its_body) {
    RunApi lab;
    const ApiAnswer run = lab.start();
    for (const char* below : {"/claim", "/progress", "/callback"}) {
        EXPECT_EQ(lab.api.post(lab.path(run, below), {{"nonsense", 1}}).status, 401) << below;
        EXPECT_EQ(lab.api.post(lab.path(run, below), {{"nonsense", 1}}, "1.00").status, 401) << below;
        EXPECT_EQ(lab.api.post(lab.path(run, below), {{"nonsense", 1}}, lab.engineer).status, 401) << below;
        EXPECT_EQ(
            lab.api.post("/api/v1/test-runs/" + lab.device + below, json::object{}, lab.token(run)).status,
            401)
            << below;
    }
    EXPECT_EQ(lab.api.post(lab.path(run, "/callback"), {{"status", "splendid"}}, lab.token(run)).status, 422);
    EXPECT_EQ(lab.api.post(lab.path(run, "/callback"), {{"status", "passed"}}, lab.token(run, 2)).status,
              409);
    EXPECT_EQ(lab.api.get(lab.path(run), lab.engineer).body.at("state"), "queued");
}

TEST(PostCancel, answers_the_cancelled_run) {
    RunApi lab;
    const ApiAnswer run = lab.start();
    EXPECT_EQ(lab.api.post(lab.path(run, "/cancel"), json::object{}, lab.api.signIn("viewer")).status, 403);
    const ApiAnswer cancelled =
        lab.api.post(lab.path(run, "/cancel"), json::object{}, lab.api.signIn("manager"));
    EXPECT_EQ(cancelled.status, 200);
    EXPECT_EQ(cancelled.body.at("outcome"), "cancelled");
    EXPECT_EQ(cancelled.body.at("events").as_array().size(), 2u);
    EXPECT_EQ(lab.api.post("/api/v1/test-runs/nonsense/cancel", json::object{}, lab.engineer).status, 404);
}

TEST(GetTestRuns, refuses_a_cursor_of_no_time_that_can_be) {
    RunApi lab;
    for (const std::int64_t us :
         {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        const std::string cursor = http::cursorText({us, "00000000-0000-7000-8000-000000000000"});
        EXPECT_EQ(lab.api.get("/api/v1/test-runs?cursor=" + cursor, lab.engineer).status, 422);
    }
}

TEST(GetTestRuns, gives_pages_of_the_states_asked_for) {
    RunApi lab;
    for (int i = 0; i < 3; ++i) {
        const ApiAnswer run = lab.start();
        lab.api.post(lab.path(run, "/callback"), {{"status", "passed"}}, lab.token(run));
    }
    lab.start();
    const ApiAnswer first = lab.api.get("/api/v1/test-runs?limit=3", lab.engineer);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.body.at("testRuns").as_array().size(), 3u);
    EXPECT_EQ(first.body.at("testRuns").at(0).at("number"), 4);
    const std::string cursor(first.body.at("nextCursor").as_string());
    const ApiAnswer rest = lab.api.get("/api/v1/test-runs?limit=3&cursor=" + cursor, lab.engineer);
    EXPECT_EQ(rest.body.at("testRuns").as_array().size(), 1u);
    EXPECT_TRUE(rest.body.at("nextCursor").is_null());
    EXPECT_EQ(
        lab.api.get("/api/v1/test-runs?state=active", lab.engineer).body.at("testRuns").as_array().size(),
        1u);
    EXPECT_EQ(
        lab.api.get("/api/v1/test-runs?state=finished", lab.engineer).body.at("testRuns").as_array().size(),
        3u);
    EXPECT_EQ(lab.api.get("/api/v1/test-runs?state=odd", lab.engineer).status, 422);
    EXPECT_EQ(lab.api.get("/api/v1/test-runs?cursor=odd", lab.engineer).status, 422);
    EXPECT_EQ(lab.api.get("/api/v1/test-runs/" + lab.device, lab.engineer).status, 404);
}

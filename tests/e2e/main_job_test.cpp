// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main job through the HTTP interface, with real programs on real services: against one server, and
// against two side by side.

#include "tests/e2e/support/lab.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace labwarden::test {
namespace {

namespace json = boost::json;

class TheMainJob : public ::testing::TestWithParam<int> {
protected:
    TheMainJob()
        : m_lab({.servers = GetParam(), .serverSettings = {{"reaper-hold", "1"}}})
        , m_last(GetParam() - 1)
        , m_admin(m_lab, "admin")
        , m_engineer(m_lab, "engineer") {}

    void SetUp() override {
        m_device = m_admin.addDevice(m_lab.hostKey());
        m_environment = m_engineer.addEnvironment("Bench");
        ASSERT_TRUE(eventually([&] {
            const auto device = m_engineer.device(m_lab.hostKey());
            return !device.empty() && device.at("presence").at("kind").as_string() == "mqtt" &&
                   device.at("state").as_string() == "available";
        })) << "the agent's device has not come up";
    }

    Lab m_lab;
    int m_last; ///< the server that did not take the start, when there are two
    Person m_admin, m_engineer;
    std::string m_device, m_environment;
};

TEST_P(TheMainJob, ends_passed_with_every_criterion_measured_and_the_device_free) {
    const auto testCase =
        m_engineer.addTestCase("Host is sane", {"max(mem_used_pct) <= 100 %", "count(load1) > 2"}, 3);
    const auto started = m_engineer.startRun(m_device, testCase, m_environment);
    ASSERT_FALSE(started.empty());
    Person elsewhere(m_lab, "viewer", m_last);
    EXPECT_TRUE(eventually([&] { return elsewhere.stateOf(m_lab.hostKey()) == "under_test"; }));

    const auto run = elsewhere.finished(std::string(started.at("id").as_string()));
    EXPECT_EQ(run.at("outcome"), "passed") << json::serialize(run);
    const auto& results = run.at("results").as_array();
    ASSERT_EQ(results.size(), 2u);
    for (const auto& result : results) {
        EXPECT_TRUE(result.at("passed").as_bool()) << json::serialize(result);
        EXPECT_TRUE(result.at("value").is_double() || result.at("value").is_int64() ||
                    result.at("value").is_uint64());
        EXPECT_EQ(result.at("device").as_string(), m_lab.hostKey());
    }
    EXPECT_TRUE(eventually([&] { return elsewhere.stateOf(m_lab.hostKey()) == "available"; }));
    EXPECT_EQ(elsewhere.device(m_lab.hostKey()).at("lease").at("lastOutcome"), "passed");
}

TEST_P(TheMainJob, gives_a_script_the_secrets_of_its_environment_and_shows_them_nowhere) {
    m_lab.addScript("sign-in", "#!/bin/sh\necho \"as $LABWARDEN_VAR_USER with $LABWARDEN_SECRET_PASSWORD\"\n"
                               "test \"$LABWARDEN_SECRET_PASSWORD\" = 'hunter2 & hunter3'\n");
    const auto environment =
        m_engineer.post("/api/v1/environments",
                        {{"name", "Signed in"},
                         {"variables",
                          {{{"name", "USER"}, {"value", "ada"}},
                           {{"name", "PASSWORD"}, {"value", "hunter2 & hunter3"}, {"secret", true}}}}});
    const auto testCase = m_engineer.addTestCase(
        "Signs in", {}, 1,
        {{"steps",
          json::array{json::object{{"name", "sign in"}, {"kind", "script"}, {"script", "sign-in"}}}}});
    const auto started =
        m_engineer.startRun(m_device, testCase, std::string(environment.at("id").as_string()));
    ASSERT_FALSE(started.empty());
    const auto run = m_engineer.finished(std::string(started.at("id").as_string()));
    EXPECT_EQ(run.at("outcome"), "passed") << json::serialize(run);
    const std::string shown = json::serialize(run);
    EXPECT_NE(shown.find("as ada with ***"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("hunter2"), std::string::npos) << shown;
}

TEST_P(TheMainJob, sends_the_device_a_command_and_goes_on_with_the_expected_reply) {
    const auto testCase = m_engineer.addTestCase(
        "Greets", {"count(load1) > 0"}, 1,
        {{"steps",
          json::array{
              json::object{
                  {"name", "greet"}, {"kind", "command"}, {"command", "ping"}, {"expectedReply", "po*"}},
              json::object{{"name", "watch"}, {"kind", "measure"}, {"durationSeconds", 1}}}}});
    const auto started = m_engineer.startRun(m_device, testCase, m_environment);
    ASSERT_FALSE(started.empty());
    const auto run = m_engineer.finished(std::string(started.at("id").as_string()));
    EXPECT_EQ(run.at("outcome"), "passed") << json::serialize(run);
    const auto& reply = run.at("results").as_array().at(0);
    EXPECT_EQ(reply.at("metric"), "reply");
    EXPECT_EQ(reply.at("message"), "replied pong");
}

TEST_P(TheMainJob, ends_failed_and_says_which_value_broke_which_limit) {
    const auto testCase = m_engineer.addTestCase("Impossible", {"max(mem_used_pct) <= 0.001 %"}, 2);
    const auto started = m_engineer.startRun(m_device, testCase, m_environment);
    ASSERT_FALSE(started.empty());
    const auto run = m_engineer.finished(std::string(started.at("id").as_string()));
    EXPECT_EQ(run.at("outcome"), "failed") << json::serialize(run);
    const auto& result = run.at("results").as_array().at(0);
    EXPECT_FALSE(result.at("passed").as_bool());
    EXPECT_NE(result.at("message").as_string().find("0.001"), std::string::npos) << json::serialize(result);
}

TEST_P(TheMainJob, is_refused_on_a_busy_device_by_naming_who_holds_it) {
    const auto testCase = m_engineer.addTestCase("Long", {"count(load1) > 0"}, 30);
    const auto first = m_engineer.startRun(m_device, testCase, m_environment);
    ASSERT_FALSE(first.empty());
    Person other(m_lab, "admin", m_last);
    const auto answer = other.send("POST", "/api/v1/test-runs",
                                   json::serialize(json::object{{"deviceIds", json::array{m_device}},
                                                                {"testCaseId", testCase},
                                                                {"environmentId", m_environment}}));
    EXPECT_EQ(answer.status, 409) << answer.body;
    const auto problem = json::parse(answer.body).as_object();
    const auto& conflict = problem.at("conflicts").as_array().at(0);
    EXPECT_EQ(conflict.at("holder"), "The engineer");
    EXPECT_EQ(conflict.at("runNumber"), first.at("number"));
    m_engineer.post("/api/v1/test-runs/" + std::string(first.at("id").as_string()) + "/cancel",
                    json::object{}, 200);
    EXPECT_EQ(m_engineer.finished(std::string(first.at("id").as_string())).at("outcome"), "cancelled");
}

TEST_P(TheMainJob, waits_for_a_busy_device_where_it_may_and_begins_when_that_is_free) {
    const auto testCase = m_engineer.addTestCase("Short", {"count(load1) > 0"}, 2);
    const auto first = m_engineer.startRun(m_device, testCase, m_environment);
    Person other(m_lab, "admin", m_last);
    const auto second = other.post("/api/v1/test-runs", json::object{{"deviceIds", json::array{m_device}},
                                                                     {"testCaseId", testCase},
                                                                     {"environmentId", m_environment},
                                                                     {"whenBusy", "queue"}});
    EXPECT_EQ(second.at("state"), "waiting");
    const std::string id(second.at("id").as_string());
    const auto wait = other.get("/api/v1/test-runs/" + id).at("wait").as_object();
    EXPECT_EQ(wait.at("position").to_number<int>(), 1);
    EXPECT_EQ(wait.at("obstacles").at(0).at("runId"), first.at("id"));
    EXPECT_EQ(m_engineer.finished(std::string(first.at("id").as_string())).at("outcome"), "passed");
    EXPECT_EQ(m_engineer.finished(id).at("outcome"), "passed");
    EXPECT_TRUE(eventually([&] { return other.stateOf(m_lab.hostKey()) == "available"; }));
}

TEST_P(TheMainJob, is_open_again_for_a_device_that_was_taken_away_once_it_has_passed_its_health_check) {
    const auto path = "/api/v1/devices/" + m_device;
    json::object check{{"deviceType", "host"},
                       {"testCaseId", m_engineer.addTestCase("Tells its load", {"count(load1) > 0"}, 2)},
                       {"environmentId", m_environment}};
    const auto made = m_admin.post("/api/v1/health-checks", check);
    ASSERT_FALSE(
        m_engineer.startRun(m_device, m_engineer.addTestCase("Long", {"count(load1) > 0"}, 60), m_environment)
            .empty());
    Person elsewhere(m_lab, "admin", m_last);
    elsewhere.post(path + "/release", {{"reason", "It hangs"}}, 200);
    EXPECT_NE(elsewhere.stateOf(m_lab.hostKey()), "available");
    ASSERT_TRUE(eventually([&] { return elsewhere.stateOf(m_lab.hostKey()) == "available"; }));
    const auto last = elsewhere.device(m_lab.hostKey()).at("lease").at("lastRunId").as_string();
    const auto run = elsewhere.get("/api/v1/test-runs/" + std::string(last));
    EXPECT_EQ(run.at("healthCheck"), true);
    EXPECT_EQ(run.at("outcome"), "passed");

    check["testCaseId"] = m_engineer.addTestCase("Impossible", {"max(mem_used_pct) <= 0.001 %"}, 2);
    m_admin.put("/api/v1/health-checks/" + std::string(made.at("id").as_string()), check, 1);
    m_admin.post(path + "/health-check", nullptr, 200);
    const auto why = [&] { return std::string(elsewhere.get(path).at("why").at("text").as_string()); };
    EXPECT_TRUE(eventually([&] { return why().starts_with("Health check failed, run "); })) << why();
    EXPECT_EQ(elsewhere.stateOf(m_lab.hostKey()), "maintenance");
}

TEST_P(TheMainJob, is_not_open_to_whoever_may_only_look) {
    const auto testCase = m_engineer.addTestCase("Any", {"count(load1) > 0"}, 1);
    Person viewer(m_lab, "viewer", m_last);
    viewer.startRun(m_device, testCase, m_environment, 403);
    EXPECT_EQ(viewer.stateOf(m_lab.hostKey()), "available");
}

TEST_P(TheMainJob, is_told_to_everybody_who_listens_from_the_first_board_on) {
    Person listener(m_lab, "viewer", m_last);
    auto cursor = std::string(listener.get("/api/v1/devices").at("cursor").as_string());
    const auto testCase = m_engineer.addTestCase("Told", {"count(load1) > 0"}, 1);
    const auto started = m_engineer.startRun(m_device, testCase, m_environment);
    ASSERT_FALSE(started.empty());

    bool leaseTaken = false, leaseFreed = false, runFinished = false;
    ASSERT_TRUE(eventually([&] {
        const auto bundle = listener.get("/api/v1/events?wait=2&after=" + cursor);
        EXPECT_FALSE(bundle.at("reset").as_bool());
        cursor = std::string(bundle.at("cursor").as_string());
        for (const auto& event : bundle.at("events").as_array()) {
            const auto& state = event.at("state");
            if (event.at("part") == "lease" && event.at("id").as_string() == m_device)
                (state.at("runId").is_null() ? leaseFreed : leaseTaken) = true;
            if (event.at("part") == "run" && event.at("id") == started.at("id") &&
                state.at("state") == "finished")
                runFinished = true;
        }
        return leaseTaken && leaseFreed && runFinished;
    })) << leaseTaken
        << leaseFreed << runFinished;
}

INSTANTIATE_TEST_SUITE_P(On, TheMainJob, ::testing::Values(1, 2),
                         [](const auto& chosen) { return chosen.param == 1 ? "one_server" : "two_servers"; });

} // namespace
} // namespace labwarden::test

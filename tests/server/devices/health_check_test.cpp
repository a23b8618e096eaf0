// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Health checks: when a device has to pass one, what that does to it, and who may say that it need not.

#include "server/runs/run_id.h"
#include "server/storage/database.h"
#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace labwarden {

namespace json = boost::json;
using test::ApiAnswer;
using test::DeviceLab;

namespace {

const std::string checksPath = "/api/v1/health-checks";

class AHealthCheck : public testing::Test {
protected:
    DeviceLab lab;

    json::object wanted(int everyHours = 0) const {
        return {{"deviceType", "gateway"},
                {"testCaseId", lab.testCase},
                {"environmentId", lab.environment},
                {"everyHours", everyHours}};
    }
    std::string gatewaysHaveOne(int everyHours = 0) {
        const auto answer = lab.api.post(checksPath, wanted(everyHours), lab.manager);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(answer.body.at("id").as_string());
    }
    std::string gateway(const std::string& key) {
        const auto answer = lab.api.post(
            "/api/v1/devices", {{"key", key}, {"name", "Gateway"}, {"type", "gateway"}}, lab.manager);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(answer.body.at("id").as_string());
    }
    std::string state(const std::string& id) { return std::string(lab.get(id).body.at("state").as_string()); }
    std::string why(const std::string& id) {
        return std::string(lab.get(id).body.at("why").at("text").as_string());
    }
    /// The reaper's duty; how many runs it has started.
    std::size_t startDue() {
        std::vector<std::string> ids(10);
        std::ranges::generate(ids, runs::newRunId);
        const auto before = std::stoul(runsMade());
        lab.api.schema.sqlAsApp("SELECT start_health_checks('" + storage::arrayLiteral(ids) + "')");
        return std::stoul(runsMade()) - before;
    }
    std::string runsMade() const { return lab.one("SELECT count(*) FROM test_runs"); }
    std::string holder(const std::string& id) const {
        return lab.one("SELECT run_id FROM device_leases WHERE device_id = '" + id + "'");
    }
    std::string lastRun() const { return lab.one("SELECT id FROM test_runs ORDER BY number DESC LIMIT 1"); }
    void end(const std::string& runId, const std::string& status) {
        lab.claim(runId);
        const auto answer =
            lab.api.post("/api/v1/test-runs/" + runId + "/callback",
                         {{"status", status}, {"reason", status == "passed" ? "" : "Voltage too low"}},
                         lab.tokens.make(runId, 1));
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    ApiAnswer start(const std::string& id) {
        return lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer);
    }
    ApiAnswer release(const std::string& id) {
        return lab.api.post(DeviceLab::path(id, "/release"), {{"reason", "Board hangs"}}, lab.manager);
    }
};

} // namespace

TEST_F(AHealthCheck, is_given_to_a_type_changed_and_deleted) {
    EXPECT_TRUE(lab.api.get(checksPath, lab.engineer).body.at("healthChecks").as_array().empty());
    const std::string path = checksPath + "/" + gatewaysHaveOne();
    auto listed = lab.api.get(checksPath, lab.engineer).body.at("healthChecks").as_array();
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0].at("deviceType"), "gateway");
    EXPECT_EQ(listed[0].at("testCaseTitle"), "Wait");
    EXPECT_EQ(listed[0].at("environmentName"), "lab");
    EXPECT_EQ(lab.api.post(checksPath, wanted(), lab.manager).status, 409) << "one for each type";
    EXPECT_EQ(lab.api.put(path, wanted(24), lab.manager, 2).status, 412);
    EXPECT_EQ(lab.api.put(path, wanted(24), lab.manager, 1).body.at("everyHours"), 24);
    EXPECT_EQ(lab.api.remove(path, lab.manager, 1).status, 412);
    EXPECT_EQ(lab.api.remove(path, lab.manager, 2).status, 200);
    EXPECT_EQ(lab.api.remove(path, lab.manager, 2).status, 404);
    EXPECT_EQ(
        lab.one(
            "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log WHERE target_kind = 'health_check'"),
        "health_check.create health_check.update health_check.delete");
}

TEST_F(AHealthCheck, that_could_not_run_by_itself_is_refused_with_every_fault) {
    lab.api.schema.sql(R"(UPDATE test_case_revisions SET document = document ||
        '{"requirements": {"type": "router", "tags": []}, "parameters": [{"name": "volts", "type": "number",
          "defaultValue": null}]}')");
    auto body = wanted();
    body["environmentId"] = "01900000-0000-7000-8000-000000000001";
    const auto answer = lab.api.post(checksPath, body, lab.manager);
    EXPECT_EQ(answer.status, 422);
    const auto text = json::serialize(answer.body.at("errors"));
    for (const char* part :
         {"router", "volts", "There is no such environment.", "/testCaseId", "/environmentId"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
}

TEST_F(AHealthCheck, is_passed_by_a_new_device_before_anybody_gets_it) {
    gatewaysHaveOne();
    const auto id = gateway("gw-1");
    EXPECT_EQ(state(id), "maintenance");
    EXPECT_EQ(why(id), "It has to pass its health check first: it is new here.");
    EXPECT_EQ(start(id).status, 409);
    EXPECT_EQ(startDue(), 1u);
    EXPECT_EQ(startDue(), 0u) << "one at a time";
    EXPECT_EQ(state(id), "under_test");
    const auto run = lab.api.get("/api/v1/test-runs/" + holder(id), lab.engineer).body;
    EXPECT_EQ(run.at("healthCheck"), true);
    EXPECT_EQ(run.at("parameters"), json::object());
    end(holder(id), "passed");
    EXPECT_EQ(state(id), "available");
    EXPECT_EQ(start(id).status, 201);
    EXPECT_EQ(startDue(), 0u);
}

TEST_F(AHealthCheck, that_is_failed_leaves_the_device_in_maintenance_with_the_reason) {
    gatewaysHaveOne();
    const auto id = gateway("gw-1");
    startDue();
    end(holder(id), "failed");
    EXPECT_EQ(state(id), "maintenance");
    EXPECT_EQ(why(id),
              "Health check failed, run " + lab.one("SELECT number FROM test_runs") + ": Voltage too low");
    EXPECT_EQ(start(id).status, 409);
    EXPECT_EQ(startDue(), 0u) << "a person looks at it first";
    EXPECT_EQ(lab.api.post(DeviceLab::path(id, "/health-check"), nullptr, lab.manager).status, 200);
    EXPECT_EQ(startDue(), 1u);
    end(holder(id), "passed");
    EXPECT_EQ(state(id), "available");
}

TEST_F(AHealthCheck, is_passed_again_after_a_forced_release) {
    const auto id = gateway("gw-1"), other = lab.device("dev-1");
    gatewaysHaveOne();
    EXPECT_EQ(state(id), "available") << "what is in service stays there";
    const auto run = lab.startRun({id, other});
    EXPECT_EQ(release(id).status, 200);
    EXPECT_EQ(state(id), "maintenance");
    EXPECT_EQ(why(id), "It has to pass its health check first: it was taken away from a run.");
    EXPECT_EQ(state(other), "available") << "its type has none";
    EXPECT_EQ(startDue(), 1u);
    EXPECT_EQ(release(id).status, 200);
    EXPECT_EQ(why(id).substr(0, 18), "Health check error")
        << "taken away from its check, it has not passed it";
    EXPECT_EQ(startDue(), 0u);
}

TEST_F(AHealthCheck, is_passed_again_after_its_runner_was_lost) {
    const auto id = gateway("gw-1");
    gatewaysHaveOne();
    const auto run = lab.startRun({id});
    lab.claim(run);
    lab.api.schema.sql("UPDATE test_runs SET heartbeat_at = now() - interval '1 hour'");
    lab.api.schema.sqlAsApp("SELECT expire_lost_attempts('2 minutes')");
    EXPECT_EQ(why(id), "It has to pass its health check first: the runner was lost that worked with it.");
    startDue();
    lab.claim(holder(id));
    lab.api.schema.sql("UPDATE test_runs SET heartbeat_at = now() - interval '1 hour'");
    lab.api.schema.sqlAsApp("SELECT expire_lost_attempts('2 minutes')");
    EXPECT_EQ(state(id), "maintenance");
    EXPECT_EQ(startDue(), 0u) << "a check that loses its runner does not begin again and again";
}

TEST_F(AHealthCheck, waits_for_a_device_that_is_away) {
    gatewaysHaveOne();
    const auto id = gateway("gw-1");
    lab.api.schema.sql("SELECT set_presence('{gw-1}', '{f}')");
    EXPECT_EQ(startDue(), 0u);
    lab.api.schema.sql("SELECT set_presence('{gw-1}', '{t}')");
    EXPECT_EQ(startDue(), 1u);
}

TEST_F(AHealthCheck, waits_for_a_person_who_has_the_device_in_maintenance) {
    const auto id = gateway("gw-1");
    gatewaysHaveOne();
    lab.startRun({id});
    lab.api.post(DeviceLab::path(id, "/maintenance"), {{"reason", "New fan"}}, lab.manager);
    release(id);
    EXPECT_EQ(why(id), "New fan");
    EXPECT_EQ(startDue(), 0u);
    lab.api.remove(DeviceLab::path(id, "/maintenance"), lab.manager);
    EXPECT_EQ(state(id), "maintenance") << "what was due is due now";
    EXPECT_EQ(startDue(), 1u);
    end(holder(id), "passed");
    EXPECT_EQ(state(id), "available");
}

TEST_F(AHealthCheck, need_not_be_passed_when_a_person_says_so) {
    gatewaysHaveOne();
    const auto id = gateway("gw-1");
    lab.api.remove(DeviceLab::path(id, "/maintenance"), lab.manager);
    EXPECT_EQ(state(id), "available");
    EXPECT_EQ(startDue(), 0u);
}

TEST_F(AHealthCheck, comes_by_the_clock_one_device_after_another_and_never_to_one_that_is_held) {
    std::vector<std::string> ids;
    for (int i = 0; i < 12; ++i)
        ids.push_back(gateway("gw-" + std::to_string(i)));
    gatewaysHaveOne(8);
    EXPECT_EQ(startDue(), 0u) << "not at once";
    lab.api.schema.sql("UPDATE health_checks SET changed_at = now() - interval '4 hours'");
    const auto first = startDue();
    EXPECT_GT(first, 0u);
    EXPECT_LT(first + startDue(), 12u) << "half of the hours have gone by";
    lab.api.schema.sql("UPDATE health_checks SET changed_at = now() - interval '9 hours'");
    while (startDue() > 0) {
    }
    EXPECT_EQ(runsMade(), "12");
    const auto run = lastRun();
    const auto id = lab.one("SELECT device_id FROM run_devices WHERE run_id = '" + run + "'");
    EXPECT_EQ(state(id), "under_test");
    end(run, "passed");
    EXPECT_EQ(state(id), "available");
    EXPECT_EQ(startDue(), 0u) << "it has just passed";
    lab.api.schema.sql("UPDATE device_health SET checked_at = now() - interval '9 hours'");
    EXPECT_EQ(startDue(), 1u);
    end(lastRun(), "failed");
    EXPECT_EQ(state(id), "maintenance");
}

TEST_F(AHealthCheck, that_is_deleted_holds_nobody_up) {
    const auto check = gatewaysHaveOne();
    const auto waiting = gateway("gw-1"), failed = gateway("gw-2");
    startDue();
    end(holder(failed), "failed");
    release(waiting);
    lab.api.post(DeviceLab::path(waiting, "/health-check"), nullptr, lab.manager);
    EXPECT_EQ(lab.api.remove(checksPath + "/" + check, lab.manager, 1).status, 200);
    EXPECT_EQ(state(waiting), "available");
    EXPECT_EQ(state(failed), "maintenance") << "that it failed is still so";
    EXPECT_EQ(lab.api.post(DeviceLab::path(waiting, "/health-check"), nullptr, lab.manager).status, 409);
}

TEST_F(AHealthCheck, is_not_waited_for_by_a_device_whose_type_is_corrected_or_has_none_any_more) {
    const auto check = gatewaysHaveOne();
    const auto corrected = gateway("gw-1"), other = gateway("gw-2"), imported = gateway("gw-3");
    EXPECT_EQ(
        lab.api.put(DeviceLab::path(corrected), {{"name", "Router"}, {"type", "router"}}, lab.manager, 1)
            .status,
        200);
    EXPECT_EQ(state(corrected), "available");
    EXPECT_EQ(lab.api
                  .post("/api/v1/devices/import?dryRun=false",
                        json::array{{{"key", "gw-3"}, {"type", "router"}}}, lab.manager)
                  .status,
              200);
    EXPECT_EQ(state(imported), "available");
    EXPECT_EQ(state(other), "maintenance");
    auto routers = wanted();
    routers["deviceType"] = "router";
    EXPECT_EQ(lab.api.put(checksPath + "/" + check, routers, lab.manager, 1).status, 200);
    EXPECT_EQ(state(other), "available");
}

TEST_F(AHealthCheck, is_due_for_imported_devices_too_and_started_by_one_server_only) {
    gatewaysHaveOne();
    const auto answer = lab.api.post("/api/v1/devices/import?dryRun=false",
                                     json::array{{{"key", "gw-1"}, {"name", "One"}, {"type", "gateway"}},
                                                 {{"key", "gw-2"}, {"name", "Two"}, {"type", "gateway"}}},
                                     lab.manager);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto id = lab.one("SELECT id FROM devices WHERE key = 'gw-1'");
    EXPECT_EQ(state(id), "maintenance");
    test::OpenTransaction otherServer(lab.api.schema);
    otherServer.one("SELECT start_health_checks('{" + runs::newRunId() + "}')");
    EXPECT_EQ(startDue(), 1u) << "the other one is with the other server";
    otherServer.commit();
    EXPECT_EQ(runsMade(), "2");
    EXPECT_EQ(startDue(), 0u);
}

} // namespace labwarden

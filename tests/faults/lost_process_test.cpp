// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a killed server and a killed runner leave behind: nothing that is lost, nothing that is held.

#include "server/clients/amqp.h"
#include "tests/e2e/support/lab.h"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <csignal>

namespace labwarden::test {
namespace {

namespace json = boost::json;

/// A device without an agent is taken as present, so a run can start on it without telemetry.
struct Bench {
    explicit Bench(Lab& lab)
        : admin(lab, "admin")
        , device(admin.addDevice("bench-1"))
        , environment(admin.addEnvironment("Bench")) {}
    std::string addWait(double seconds, const json::object& more = {}) {
        json::object document = more;
        document["steps"] =
            json::array{json::object{{"name", "rest"}, {"kind", "wait"}, {"durationSeconds", seconds}}};
        return admin.addTestCase("Rest", {}, 0, document);
    }
    Person admin;
    std::string device, environment;
};

#ifdef LABWARDEN_FAILPOINTS
TEST(AServerKilledBetweenCommitAndPublish, has_its_job_delivered_once_by_the_next_one) {
    Lab lab(
        {.runner = false, .agent = false, .serverEnvironment = {{"LABWARDEN_FAILPOINT", "before-publish"}}});
    Bench bench(lab);
    const auto started = bench.admin.startRun(bench.device, bench.addWait(1), bench.environment);
    ASSERT_FALSE(started.empty());
    ASSERT_TRUE(lab.server().wait(std::chrono::seconds(20))) << "the failpoint has not stopped the server";

    lab.setServerEnvironment({});
    lab.startServer();
    clients::AmqpConsumer queue(clients::Url::parse(lab.services().amqp));
    queue.consume(lab.jobQueue(), 10);
    const auto job = queue.next(std::chrono::seconds(10));
    ASSERT_TRUE(job) << "the job never came";
    EXPECT_NE(job->body.find(std::string(started.at("id").as_string())), std::string::npos);
    EXPECT_FALSE(queue.next(std::chrono::seconds(2))) << "the job came twice";
    queue.ack(job->tag);
}

TEST(AServerKilledBetweenPublishAndItsMark, has_the_run_done_once_all_the_same) {
    Lab lab({.agent = false, .serverEnvironment = {{"LABWARDEN_FAILPOINT", "after-publish"}}});
    Bench bench(lab);
    const auto started = bench.admin.startRun(bench.device, bench.addWait(1), bench.environment);
    ASSERT_FALSE(started.empty());
    ASSERT_TRUE(lab.server().wait(std::chrono::seconds(20))) << "the failpoint has not stopped the server";
    lab.setServerEnvironment({});
    lab.startServer();
    Person person(lab, "viewer");
    const auto run = person.finished(std::string(started.at("id").as_string()));
    EXPECT_EQ(run.at("state"), "finished") << json::serialize(run);
    EXPECT_EQ(run.at("attempt"), 1);
    EXPECT_EQ(person.stateOf("bench-1"), "available");
}
#endif

TEST(ARunnerKilledAfterItsClaim, ends_the_run_as_error_and_frees_the_device) {
    Lab lab({.agent = false, .serverSettings = {{"heartbeat-limit", "2"}, {"reaper-hold", "1"}}});
    Bench bench(lab);
    const auto started = bench.admin.startRun(bench.device, bench.addWait(60), bench.environment);
    const auto id = std::string(started.at("id").as_string());
    ASSERT_TRUE(
        eventually([&] { return bench.admin.get("/api/v1/test-runs/" + id).at("state") == "running"; }));
    lab.runner().kill();

    const auto run = bench.admin.finished(id, std::chrono::seconds(20));
    EXPECT_EQ(run.at("outcome"), "error");
    EXPECT_NE(run.at("reason").as_string().find("lost"), std::string::npos) << json::serialize(run);
    EXPECT_EQ(bench.admin.stateOf("bench-1"), "available");
}

TEST(ARunnerKilledAfterItsClaim, has_the_run_done_by_the_next_one_where_the_case_allows_it) {
    Lab lab({.agent = false, .serverSettings = {{"heartbeat-limit", "2"}, {"reaper-hold", "1"}}});
    Bench bench(lab);
    const auto started =
        bench.admin.startRun(bench.device, bench.addWait(5, {{"maxAttempts", 2}}), bench.environment);
    const auto id = std::string(started.at("id").as_string());
    ASSERT_TRUE(
        eventually([&] { return bench.admin.get("/api/v1/test-runs/" + id).at("state") == "running"; }));
    lab.runner().kill();
    lab.startRunner();

    const auto run = bench.admin.finished(id, std::chrono::seconds(30));
    EXPECT_EQ(run.at("attempt"), 2) << json::serialize(run);
    EXPECT_EQ(bench.admin.stateOf("bench-1"), "available");
}

} // namespace
} // namespace labwarden::test

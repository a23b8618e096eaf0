// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/errors.h"
#include "server/runs/run_secrets.h"
#include "tests/server/runs/run_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A lab whose environment has the variables HOST and the secrets TOKEN and OTHER.
class ARunWithSecrets : public testing::Test {
protected:
    ARunWithSecrets() {
        save(1, {{"HOST", "a.example", false}, {"TOKEN", token, true}, {"OTHER", other, true}});
    }

    void save(int revision, std::vector<Variable> variables) {
        EnvironmentEdit edit;
        edit.document.name = "lab";
        edit.document.variables = std::move(variables);
        lab.environments().update(lab.ada, lab.environmentId, revision, edit);
    }
    std::string started() { return lab.start({0}).thing.id; }
    static RunStep step(const std::string& message) {
        RunStep step;
        step.name = "settle";
        step.message = message;
        return step;
    }

    const std::string token = "hunter2-hunter2", other = "correct horse";
    RunLab lab;
};

} // namespace

TEST_F(ARunWithSecrets, gives_them_to_the_runner_that_claims_it_each_time_it_does) {
    const std::string id = started();
    const boost::json::object expected{{"OTHER", other}, {"TOKEN", token}};
    EXPECT_EQ(lab.claim(id).secrets, expected);
    EXPECT_EQ(lab.claim(id).secrets, expected);
    EXPECT_THROW(lab.claim(id, 1, RunLab::secondClaim), Conflict);
}

TEST_F(ARunWithSecrets, has_their_names_alone_in_its_snapshot_and_its_job) {
    const std::string id = started();
    const auto run = lab.get(id);
    ASSERT_EQ(run.environment.variables.size(), 3u);
    EXPECT_EQ(run.environment.variables[1].name, "TOKEN");
    EXPECT_TRUE(run.environment.variables[1].secret);
    EXPECT_EQ(run.environment.variables[1].value, "");
    const std::string job = lab.value("SELECT job_json(r)::text FROM test_runs r");
    EXPECT_THAT(job, HasSubstr("TOKEN"));
    EXPECT_THAT(job, Not(HasSubstr(token)));
}

TEST_F(ARunWithSecrets, has_those_of_its_start_whatever_becomes_of_the_environment) {
    const std::string first = started();
    save(2, {{"TOKEN", "another one", true}});
    const std::string second = lab.start({1}).thing.id;
    EXPECT_EQ(lab.claim(first).secrets, (boost::json::object{{"OTHER", other}, {"TOKEN", token}}));
    EXPECT_EQ(lab.claim(second).secrets, (boost::json::object{{"TOKEN", "another one"}}));
    lab.finish(first);
    save(3, {{"TOKEN", "", true}, {"MORE", "more of it", true}});
    EXPECT_EQ(lab.value("SELECT count(*) FROM environment_secrets"), "2")
        << "those of the ended run are forgotten";
    EXPECT_EQ(lab.claim(second).secrets, (boost::json::object{{"TOKEN", "another one"}}));
}

TEST_F(ARunWithSecrets, keeps_nothing_of_them_that_a_runner_tells) {
    const std::string id = started();
    lab.claim(id);
    Progress progress;
    progress.progress.step = "signs in with " + token;
    progress.steps = {step("said " + other + " twice: " + other)};
    progress.log = {{Timestamp::now(), "curl -H 'Authorization: " + token + "'"}};
    lab.service().progress(lab.attempt(id), progress);

    Callback callback;
    callback.status = CallbackStatus::failed;
    callback.reason = "refused " + token;
    RunResult judged = result("reply", false);
    judged.message = "replied " + token;
    judged.limit = other;
    callback.results = {judged};
    callback.steps = {step("ended with " + token)};
    callback.log = {{Timestamp::now(), "PASSWORD=" + other}};
    std::promise<runs::Reply<runs::RunChange>> promise;
    lab.service().callback(lab.attempt(id), callback,
                           [&](runs::Reply<runs::RunChange> reply) { promise.set_value(std::move(reply)); });
    promise.get_future().get().get();

    const auto run = lab.get(id);
    EXPECT_EQ(run.reason, "refused ***");
    EXPECT_EQ(run.results.at(0).message, "replied ***");
    EXPECT_EQ(run.results.at(0).limit, "***");
    EXPECT_EQ(run.timeline.at(0).message, "ended with ***");
    ASSERT_EQ(run.log.size(), 2u);
    EXPECT_EQ(run.log[0].text, "curl -H 'Authorization: ***'");
    EXPECT_EQ(run.log[1].text, "PASSWORD=***");
    for (const auto* table :
         {"test_runs", "run_steps", "run_log", "run_results", "event_outbox", "audit_log"})
        for (const auto& text : {token, other})
            EXPECT_EQ(lab.value("SELECT count(*) FROM " + std::string(table) + " t WHERE strpos(t::text, '" +
                                text + "') > 0"),
                      "0")
                << table;
}

TEST_F(ARunWithSecrets, is_not_begun_while_the_server_cannot_open_them) {
    const std::string id = started();
    environments::Environments withoutKeys(lab.database(), lab.ear());
    testcases::TestCases cases(lab.database(), lab.ear());
    runs::RunService service(lab.store(), cases, withoutKeys, lab.tokens(), lab.ear(),
                             runs::RunService::Told());
    const auto attempt = lab.attempt(id);
    EXPECT_THROW(service.claim(attempt, {.claimId = RunLab::firstClaim, .runner = "r"}), Unavailable);
    EXPECT_THROW(service.progress(attempt, {}), Unavailable) << "nothing may be kept that is not masked";
    EXPECT_EQ(lab.get(id).state, RunState::queued);
    EXPECT_EQ(lab.claim(id).secrets.size(), 2u) << "another server can";
}

TEST(ARunWithoutSecrets, gives_none) {
    RunLab lab;
    EXPECT_TRUE(lab.claim(lab.start({0}).thing.id).secrets.empty());
}

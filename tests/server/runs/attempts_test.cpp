// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/errors.h"
#include "tests/server/runs/run_lab.h"

#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;

namespace {

Progress at(const std::string& step, int index, double percent) {
    Progress progress;
    progress.progress = {.step = step, .stepIndex = index, .stepCount = 2, .percent = percent};
    return progress;
}

} // namespace

TEST(ACallbackToken, proves_one_attempt_of_one_run) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    const std::string token = lab.tokens().make(id, 2);
    EXPECT_EQ(lab.service().attempt(id, token, "10.0.0.9").number, 2);
    EXPECT_THROW(lab.service().attempt("01900000-0000-7000-8000-000000000001", token, "10.0.0.9"),
                 Unauthenticated);
    EXPECT_THROW(lab.service().attempt(id, "3" + token.substr(1), "10.0.0.9"), Unauthenticated);
    EXPECT_THROW(lab.service().attempt(id, token.substr(0, token.size() - 1), "10.0.0.9"), Unauthenticated);
    EXPECT_THROW(lab.service().attempt(id, "", "10.0.0.9"), Unauthenticated);
    EXPECT_THROW(lab.service().attempt("no uuid", token, "10.0.0.9"), Unauthenticated);
    std::string forged = token;
    forged.back() = forged.back() == '0' ? '1' : '0';
    EXPECT_THROW(lab.service().attempt(id, forged, "10.0.0.9"), Unauthenticated);
}

TEST(Claiming, starts_the_clock) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    const ClaimAnswer answer = lab.claim(id);
    EXPECT_EQ(answer.attempt, 1);
    EXPECT_NEAR(answer.remainingSeconds, 600, 30);
    const TestRunDetail run = lab.get(id);
    EXPECT_EQ(run.state, RunState::running);
    EXPECT_EQ(run.runner, "runner-1");
    EXPECT_TRUE(run.startedAt.has_value());
}

TEST(Claiming, again_with_the_same_claim_gets_the_same_answer_and_changes_nothing) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    const auto version = lab.get(id).version;
    EXPECT_EQ(lab.claim(id).attempt, 1);
    EXPECT_EQ(lab.get(id).version, version);
}

TEST(Claiming, what_another_runner_has_is_a_conflict) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    EXPECT_THROW(lab.claim(id, 1, RunLab::secondClaim), Conflict);
    EXPECT_EQ(lab.get(id).runner, "runner-1");
}

TEST(Claiming, an_attempt_that_is_not_the_present_one_is_a_conflict) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    EXPECT_THROW(lab.claim(id, 2), Conflict);
    EXPECT_EQ(lab.get(id).state, RunState::queued);
}

TEST(Progress, changes_the_version_with_the_step_or_the_whole_percent_alone) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.service().progress(lab.attempt(id), at("settle", 0, 10.2));
    const TestRunDetail first = lab.get(id);
    EXPECT_EQ(first.progress.step, "settle");
    lab.service().progress(lab.attempt(id), at("settle", 0, 10.9));
    EXPECT_EQ(lab.get(id).version, first.version);
    lab.service().progress(lab.attempt(id), at("settle", 0, 11.0));
    EXPECT_EQ(lab.get(id).version, first.version + 1);
    lab.service().progress(lab.attempt(id), at("watch", 1, 11.0));
    EXPECT_EQ(lab.get(id).version, first.version + 2);
}

TEST(Progress, keeps_steps_and_log_lines) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    Progress progress = at("settle", 0, 10);
    RunStep step{.index = 0,
                 .name = "settle",
                 .kind = StepKind::wait,
                 .teardown = false,
                 .state = StepState::running,
                 .startedAt = Timestamp::parse("2026-03-01T14:02:18.250Z"),
                 .finishedAt = {},
                 .message = ""};
    progress.steps = {step};
    progress.log = {{*Timestamp::parse("2026-03-01T14:02:18.251Z"), "first"},
                    {*Timestamp::parse("2026-03-01T14:02:18.252Z"), "second"}};
    lab.service().progress(lab.attempt(id), progress); // without a claim: the run is at work from here on
    EXPECT_EQ(lab.get(id).state, RunState::running);
    step.state = StepState::passed;
    step.finishedAt = Timestamp::parse("2026-03-01T14:02:19.250Z");
    progress.steps = {step};
    progress.log = {{*Timestamp::parse("2026-03-01T14:02:19.251Z"), "third"}};
    lab.service().progress(lab.attempt(id), progress);

    const TestRunDetail run = lab.get(id);
    ASSERT_EQ(run.timeline.size(), 1u);
    EXPECT_EQ(run.timeline[0].state, StepState::passed);
    EXPECT_EQ(run.timeline[0].startedAt->text(), "2026-03-01T14:02:18.250Z");
    ASSERT_EQ(run.log.size(), 3u);
    EXPECT_EQ(run.log[0].text, "first");
    EXPECT_EQ(run.log[2].text, "third");
}

TEST(Progress, says_when_the_run_is_to_be_cancelled) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    EXPECT_FALSE(lab.service().progress(lab.attempt(id), at("settle", 0, 1)).cancel);
    lab.service().cancel(lab.ada, id);
    EXPECT_TRUE(lab.service().progress(lab.attempt(id), at("settle", 0, 1)).cancel);
}

TEST(Progress, of_a_run_that_has_ended_is_a_conflict) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.service().cancel(lab.ada, id);
    EXPECT_THROW(lab.service().progress(lab.attempt(id), at("settle", 0, 1)), Conflict);
}

TEST(TheCallback, ends_the_run_and_frees_its_devices) {
    RunLab lab;
    const std::string id = lab.start({0, 1}).thing.id;
    lab.claim(id);
    const runs::RunChange change =
        lab.finish(id, 1, CallbackStatus::completed, {result("load", true), result("temp", true)});

    EXPECT_EQ(change.thing.state, RunState::finished);
    EXPECT_EQ(change.thing.outcome, Outcome::passed);
    EXPECT_EQ(change.events.size(), 3u);
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_EQ(lab.value("SELECT last_outcome FROM device_leases WHERE device_id = '" + lab.devices[0] + "'"),
              "passed");
    const TestRunDetail run = lab.get(id);
    ASSERT_EQ(run.results.size(), 2u);
    EXPECT_EQ(run.results[1].metric, "temp");
    EXPECT_EQ(run.results[1].value, 12.5);
    EXPECT_NO_THROW(lab.start({0, 1}));
}

TEST(TheCallback, alone_without_claim_and_progress_is_fine) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    EXPECT_EQ(lab.finish(id).thing.outcome, Outcome::passed);
    EXPECT_THROW(lab.claim(id), Conflict);
}

TEST(TheCallback, comes_to_the_worse_of_status_and_results) {
    RunLab lab;
    const auto outcome = [&](CallbackStatus status, std::vector<RunResult> results) {
        return *lab.finish(lab.start({0}).thing.id, 1, status, std::move(results)).thing.outcome;
    };
    EXPECT_EQ(outcome(CallbackStatus::passed, {result("load", false)}), Outcome::failed);
    EXPECT_EQ(outcome(CallbackStatus::passed, {result("load", false, Severity::should)}), Outcome::passed);
    EXPECT_EQ(outcome(CallbackStatus::completed, {}), Outcome::error);
    EXPECT_EQ(outcome(CallbackStatus::cancelled, {result("load", true)}), Outcome::cancelled);
}

TEST(TheCallback, says_which_value_broke_which_limit) {
    RunLab lab;
    EXPECT_EQ(
        lab.finish(lab.start({0}).thing.id, 1, CallbackStatus::failed, {result("load", false)}).thing.reason,
        "load broke its limit.");
}

TEST(TheCallback, repeated_gets_the_stored_answer_whatever_it_brings) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    const runs::RunChange first = lab.finish(id, 1, CallbackStatus::passed, {result("load", true)});
    const runs::RunChange again = lab.finish(id, 1, CallbackStatus::failed, {result("temp", false)});
    EXPECT_EQ(again.thing.outcome, Outcome::passed);
    EXPECT_EQ(again.thing.version, first.thing.version);
    EXPECT_EQ(again.events.size(), first.events.size());
    EXPECT_EQ(lab.get(id).results.size(), 1u);
}

TEST(TheCallback, repeated_by_many_at_once_is_stored_once) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            EXPECT_EQ(lab.finish(id, 1, CallbackStatus::passed, {result("load", true)}).thing.id, id);
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(lab.get(id).results.size(), 1u);
    EXPECT_EQ(lab.value("SELECT version FROM device_leases WHERE device_id = '" + lab.devices[0] + "'"), "3");
}

TEST(TheCallback, for_a_run_that_was_cancelled_is_a_conflict_and_changes_nothing) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.service().cancel(lab.ada, id);
    EXPECT_THROW(lab.finish(id), Conflict);
    EXPECT_EQ(lab.get(id).outcome, Outcome::cancelled);
    EXPECT_TRUE(lab.get(id).results.empty());
}

TEST(TheCallback, of_an_older_attempt_is_a_conflict_and_changes_nothing) {
    RunLab lab;
    lab.alterCase(R"({"maxAttempts": 2})");
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.schema().sqlAsApp("SELECT expire_lost_attempts('0 s')");
    ASSERT_EQ(lab.get(id).attempt, 2);
    EXPECT_THROW(lab.finish(id, 1), Conflict);
    EXPECT_EQ(lab.get(id).state, RunState::queued);
    EXPECT_EQ(lab.finish(id, 2).thing.outcome, Outcome::passed);
    EXPECT_THROW(lab.finish(id, 1), Conflict) << "ended by another attempt";
}

TEST(TheCallback, a_day_after_the_end_finds_its_token_expired) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.finish(id);
    lab.schema().sql("UPDATE test_runs SET finished_at = now() - interval '25 hours'");
    EXPECT_THROW(lab.finish(id), Unauthenticated);
    EXPECT_THROW(lab.claim(id), Unauthenticated);
}

TEST(Cancelling, what_nobody_has_claimed_happens_at_once) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    const runs::RunChange change = lab.service().cancel(lab.ada, id);
    EXPECT_EQ(change.thing.outcome, Outcome::cancelled);
    EXPECT_EQ(change.thing.reason, "Cancelled by " + lab.ada.displayName + ".");
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_THROW(lab.claim(id), Conflict) << "the job may still be at the broker";
    EXPECT_NO_THROW(lab.service().cancel(lab.ada, id)) << "twice is no error";
    EXPECT_EQ(lab.value("SELECT count(*) FROM audit_log WHERE action = 'run.cancel'"), "1");
}

TEST(Cancelling, a_running_run_leaves_it_to_its_runner) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    const runs::RunChange change = lab.service().cancel(lab.ada, id);
    EXPECT_EQ(change.thing.state, RunState::running);
    EXPECT_TRUE(change.thing.cancelRequested);
    EXPECT_EQ(lab.leases(), 1);
    EXPECT_EQ(lab.finish(id, 1, CallbackStatus::cancelled).thing.outcome, Outcome::cancelled);
}

TEST(Cancelling, somebody_elses_run_takes_a_permission) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    EXPECT_THROW(lab.service().cancel(lab.bob, id), Forbidden);
    EXPECT_EQ(lab.service().cancel(lab.manager, id).thing.outcome, Outcome::cancelled);
}

TEST(Cancelling, what_has_passed_is_a_conflict) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.finish(id);
    EXPECT_THROW(lab.service().cancel(lab.ada, id), Conflict);
    EXPECT_THROW(lab.service().cancel(lab.ada, "01900000-0000-7000-8000-000000000001"), NotFound);
    EXPECT_THROW(lab.service().cancel(lab.ada, "nonsense"), NotFound);
}

TEST(TheListOfRuns, is_newest_first_and_goes_on_where_it_ended) {
    RunLab lab;
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(lab.start({i}).thing.id);
    lab.finish(ids[4]);
    const Page<TestRun> first = lab.service().list({}, {.after = {}, .limit = 2});
    ASSERT_EQ(first.items.size(), 2u);
    EXPECT_EQ(first.items[0].id, ids[4]);
    EXPECT_EQ(first.items[1].id, ids[3]);
    ASSERT_TRUE(first.next);
    const Page<TestRun> rest = lab.service().list({}, {.after = first.next, .limit = 10});
    ASSERT_EQ(rest.items.size(), 3u);
    EXPECT_EQ(rest.items[0].id, ids[2]);
    EXPECT_FALSE(rest.next);
    EXPECT_EQ(lab.service().list({RunState::queued, RunState::running}, {}).items.size(), 4u);
    EXPECT_EQ(lab.service().list({RunState::finished}, {}).items.size(), 1u);
}

TEST(TheLinkToGrafana, names_device_and_time) {
    TestRunDetail run;
    run.number = 12;
    run.devices = {{"id", "rack1-03", "Rack 1"}};
    run.createdAt = Timestamp{1000};
    EXPECT_EQ(runs::grafanaUrl(run), "");
    run.environment.grafanaUrlTemplate = "http://g/d?var={device}&from={from}&to={to}&run={run}";
    EXPECT_EQ(runs::grafanaUrl(run), "http://g/d?var=rack1-03&from=1000&to=now&run=12");
    run.startedAt = Timestamp{2000};
    run.finishedAt = Timestamp{3000};
    EXPECT_EQ(runs::grafanaUrl(run), "http://g/d?var=rack1-03&from=2000&to=3000&run=12");
}

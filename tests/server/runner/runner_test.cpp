// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/job_log.h"
#include "tests/server/runner/runner_lab.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>

namespace labwarden::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Step waits(const std::string& name, double seconds) {
    return {.name = name, .kind = StepKind::wait, .durationSeconds = seconds};
}
Step measures(const std::string& name, double seconds) {
    return {.name = name, .kind = StepKind::measure, .durationSeconds = seconds};
}
Step commands(const std::string& name, const std::string& command, const std::string& expected = "",
              double timeout = 5) {
    return {.name = name,
            .kind = StepKind::command,
            .command = command,
            .expectedReply = expected,
            .timeoutSeconds = timeout};
}
Step runs(const std::string& name, const std::string& script, std::vector<std::string> arguments = {},
          double timeout = 0) {
    return {.name = name,
            .kind = StepKind::script,
            .script = script,
            .arguments = std::move(arguments),
            .timeoutSeconds = timeout};
}

std::vector<RunDevice> devicesOf(const std::vector<std::string>& keys) {
    std::vector<RunDevice> devices;
    for (const std::string& key : keys)
        devices.push_back({.id = "00000000-0000-4000-8000-00000000000" + std::to_string(devices.size()),
                           .key = key,
                           .name = key});
    return devices;
}

class ARunner : public testing::Test {
protected:
    Job jobOf(std::vector<Step> steps, std::vector<std::string> criteria = {},
              std::vector<Step> teardown = {}) {
        Job job = lab.job();
        job.testCase.steps = std::move(steps);
        for (std::string& text : criteria)
            job.testCase.criteria.push_back({.expression = std::move(text)});
        job.testCase.teardown = std::move(teardown);
        return job;
    }
    /// Sends the job, waits for its callback.
    Callback done(const Job& job) {
        lab.send(job);
        if (!lab.runnerStarted())
            lab.start();
        if (!lab.server.finished(1))
            throw std::runtime_error("no callback came");
        return lab.server.callbacks().front();
    }
    SendingDevice sending(std::function<double()> value) {
        return {lab.settings.influx, lab.device, "temp_c", std::move(value)};
    }
    RunnerLab lab;
};

TEST_F(ARunner, claims_a_job_acknowledges_it_and_calls_back_what_it_measured) {
    const SendingDevice device = sending([] { return 41.5; });
    const Callback callback = done(
        jobOf({waits("Settle", 0.2), measures("Watch", 1)}, {"max(temp_c) <= 85 °C", "count(temp_c) > 5"}));

    EXPECT_EQ(callback.status, CallbackStatus::completed);
    EXPECT_EQ(outcomeOf(callback), Outcome::passed);
    ASSERT_THAT(callback.results, SizeIs(2));
    const RunResult& result = callback.results[0];
    EXPECT_EQ(result.device, lab.device);
    EXPECT_EQ(result.step, "Watch");
    EXPECT_EQ(result.criterion, "max(temp_c) <= 85 °C");
    EXPECT_EQ(result.metric, "temp_c");
    EXPECT_EQ(result.value, 41.5);
    EXPECT_EQ(result.limit, "<= 85 °C");
    EXPECT_TRUE(result.passed);
    ASSERT_THAT(callback.steps, SizeIs(2));
    EXPECT_EQ(callback.steps[1].state, StepState::passed);
    EXPECT_GE(*callback.steps[1].finishedAt - *callback.steps[1].startedAt, 1s);

    ASSERT_THAT(lab.server.claims(), SizeIs(1));
    EXPECT_EQ(lab.server.claims()[0].runner, "runner-of-the-test");
    EXPECT_TRUE(lab.server.sawToken("token-of-the-attempt"));
    EXPECT_TRUE(eventually([&] { return lab.waiting(lab.queue) == 0; }));
}

TEST_F(ARunner, tells_where_it_stands_while_it_works) {
    done(jobOf({waits("First", 0.3), waits("Second", 0.3)}));
    const std::vector<Progress> told = lab.server.progresses();
    ASSERT_GE(told.size(), 4U);
    EXPECT_THAT(told.front().steps, SizeIs(2)) << "all steps are told at first";
    EXPECT_EQ(told.back().progress.stepCount, 2);
    EXPECT_TRUE(std::ranges::is_sorted(told, {}, [](const Progress& p) { return p.progress.percent; }));
    EXPECT_GT(told.back().progress.percent, 30);
}

TEST_F(ARunner, reports_which_value_broke_which_limit) {
    const SendingDevice device = sending([] { return 91.2; });
    Job job = jobOf({measures("Watch", 0.6)}, {"max(temp_c) <= 85 °C"});
    job.testCase.criteria.push_back({.expression = "max(temp_c) < 90 °C", .severity = Severity::should});
    job.metrics = {{.device = lab.device, .name = "temp_c", .unit = "°C", .intervalMs = 50}};
    const Callback callback = done(job);
    EXPECT_EQ(outcomeOf(callback), Outcome::failed);
    EXPECT_FALSE(callback.results[0].noData);
    EXPECT_THAT(callback.results[0].message, HasSubstr("max(temp_c) was 91.2 °C, limit <= 85 °C, at "));
    EXPECT_EQ(callback.results[1].severity, Severity::should);
    EXPECT_EQ(callback.steps[0].state, StepState::failed);
    EXPECT_THAT(callback.steps[0].message, HasSubstr("rack1-04: max(temp_c) was 91.2"));
}

TEST_F(ARunner, never_passes_what_it_has_no_data_for) {
    lab.settings.pointLimit = 300ms;
    const Callback callback = done(jobOf({measures("Watch", 0.3)}, {"max(temp_c) <= 85 °C"}));
    ASSERT_THAT(callback.results, SizeIs(1));
    EXPECT_TRUE(callback.results[0].noData);
    EXPECT_FALSE(callback.results[0].value);
    EXPECT_EQ(outcomeOf(callback), Outcome::error);
    EXPECT_THAT(callback.reason, HasSubstr("no data"));
}

TEST_F(ARunner, judges_by_the_units_that_the_device_gave) {
    const SendingDevice device = sending([] { return 4500; });
    Job job = jobOf({measures("Watch", 0.6)}, {"max(temp_c) <= 5 V", "max(temp_c) <= 5 A"});
    job.metrics = {{.device = lab.device, .name = "temp_c", .unit = "mV", .intervalMs = 50}};
    const Callback callback = done(job);
    EXPECT_EQ(callback.results[0].value, 4.5);
    EXPECT_TRUE(callback.results[0].passed);
    EXPECT_TRUE(callback.results[1].noData);
    EXPECT_THAT(callback.results[1].message, HasSubstr("cannot be compared with A"));
    EXPECT_EQ(outcomeOf(callback), Outcome::error);
}

TEST_F(ARunner, asks_a_lost_influxdb_again_until_it_is_back) {
    TcpProxy network("127.0.0.1", portOf(lab.settings.influx));
    const SendingDevice device = sending([] { return 20; });
    lab.settings.influx = withPort(lab.settings.influx, network.port());
    network.cut();
    lab.send(jobOf({measures("Watch", 0.5)}, {"max(temp_c) <= 85"}));
    lab.start();
    ASSERT_TRUE(eventually([&] {
        const auto steps = lab.server.steps();
        return steps.contains("Watch") && steps.at("Watch") == StepState::running;
    }));
    EXPECT_FALSE(lab.server.finished(1, 1200ms));
    network.restore();
    ASSERT_TRUE(lab.server.finished());
    EXPECT_EQ(outcomeOf(lab.server.callbacks()[0]), Outcome::passed);
}

TEST_F(ARunner, gives_up_on_a_lost_influxdb_and_does_not_pass) {
    lab.settings.influx = withPort(lab.settings.influx, closedPort());
    lab.settings.telemetryLimit = 600ms;
    const Callback callback = done(jobOf({measures("Watch", 0.2)}, {"max(temp_c) <= 85"}));
    EXPECT_EQ(outcomeOf(callback), Outcome::error);
    EXPECT_TRUE(callback.results.at(0).noData);
    EXPECT_EQ(callback.results.at(0).limit, "<= 85");
}

TEST_F(ARunner, drops_a_job_that_another_one_has) {
    lab.server.answerWith("claim", 409);
    lab.send(jobOf({waits("Never", 0.1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("claim") == 1 && lab.waiting(lab.queue) == 0; }));
    lab.end();
    EXPECT_EQ(lab.server.asked("progress"), 0);
    EXPECT_EQ(lab.waiting(lab.queue), 0U);
}

TEST_F(ARunner, waits_with_a_job_until_the_server_can_answer_its_claim) {
    lab.server.answerWith("claim", 503);
    lab.send(jobOf({waits("Soon", 0.1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("claim") >= 2; }));
    lab.server.silence(true);
    const int before = lab.server.asked("claim");
    ASSERT_TRUE(eventually([&] { return lab.server.asked("claim") > before; }));
    lab.server.silence(false);
    lab.server.answerWith("claim", 200);
    ASSERT_TRUE(lab.server.finished());
    EXPECT_EQ(lab.server.callbacks()[0].status, CallbackStatus::passed)
        << "no results, and nothing that went wrong";
}

TEST_F(ARunner, gives_a_job_it_could_not_claim_back_to_the_queue) {
    lab.server.answerWith("claim", 503);
    lab.send(jobOf({waits("Later", 0.1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("claim") >= 1; }));
    lab.end();
    EXPECT_TRUE(eventually([&] { return lab.waiting(lab.queue) == 1; }));
}

TEST_F(ARunner, puts_what_is_no_job_with_the_dead_letters) {
    lab.sendText("{\"runId\": 5}");
    lab.sendText("not even JSON");
    lab.start();
    EXPECT_TRUE(eventually([&] { return lab.waiting(lab.deadLetters()) == 2; }));
    EXPECT_EQ(lab.server.asked("claim"), 0);
}

TEST_F(ARunner, stops_when_the_run_is_cancelled_and_tears_down) {
    lab.script("cleanup", "#!/bin/sh\necho cleaned\n");
    lab.send(jobOf({waits("Long", 60), waits("After", 60)}, {}, {runs("Clean up", "cleanup")}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 1; }));
    lab.server.cancel();
    ASSERT_TRUE(lab.server.finished());
    const Callback callback = lab.server.callbacks()[0];
    EXPECT_EQ(callback.status, CallbackStatus::cancelled);
    const auto steps = lab.server.steps();
    EXPECT_EQ(steps.at("Long"), StepState::skipped);
    EXPECT_EQ(steps.at("After"), StepState::skipped);
    EXPECT_EQ(steps.at("Clean up"), StepState::passed);
    EXPECT_THAT(lab.server.log(), testing::Contains("cleaned"));
}

TEST_F(ARunner, ends_a_run_whose_time_is_over_as_timed_out_and_tears_down) {
    lab.server.setRemaining(1);
    const Callback callback = done(jobOf({waits("Long", 60)}, {}, {waits("Cool down", 0.1)}));
    EXPECT_EQ(callback.status, CallbackStatus::timed_out);
    EXPECT_THAT(callback.reason, HasSubstr("in step Long"));
    EXPECT_EQ(lab.server.steps().at("Cool down"), StepState::passed);
}

TEST_F(ARunner, heeds_the_remaining_time_of_each_answer) {
    lab.send(jobOf({waits("Long", 60)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 1; }));
    lab.server.setRemaining(0);
    ASSERT_TRUE(lab.server.finished());
    EXPECT_EQ(lab.server.callbacks()[0].status, CallbackStatus::timed_out);
}

TEST_F(ARunner, ends_a_step_that_takes_longer_than_it_may_as_timed_out) {
    lab.script("endless", "#!/bin/sh\nsleep 60\n");
    const Callback callback = done(jobOf({runs("Endless", "endless", {}, 0.3), waits("After", 60)}));
    EXPECT_EQ(callback.status, CallbackStatus::timed_out);
    EXPECT_EQ(callback.reason, "step Endless took longer than its 0.3 s");
    EXPECT_EQ(lab.server.steps().at("After"), StepState::skipped);
}

TEST_F(ARunner, holds_still_between_steps_while_the_run_is_paused) {
    lab.send(jobOf({waits("First", 1), waits("Second", 0.1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 0; }));
    lab.server.pause(true);
    ASSERT_TRUE(eventually([&] {
        const auto steps = lab.server.steps();
        return steps.contains("First") && steps.at("First") == StepState::passed;
    }));
    EXPECT_FALSE(lab.server.finished(1, 400ms));
    EXPECT_EQ(lab.server.steps().at("Second"), StepState::pending);
    lab.server.pause(false);
    EXPECT_TRUE(lab.server.finished());
}

TEST_F(ARunner, stops_by_itself_when_nobody_answers_any_more_and_still_tells_the_end) {
    lab.settings.answerLimit = 1s;
    lab.script("cleanup", "#!/bin/sh\ntouch \"$1\"\n");
    const std::filesystem::path proof = lab.settings.scripts.directory / "proof";
    lab.send(jobOf({waits("Long", 60)}, {}, {runs("Clean up", "cleanup", {proof.string()})}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 1; }));
    lab.server.silence(true);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(proof); }));
    lab.server.silence(false);
    ASSERT_TRUE(lab.server.finished());
    EXPECT_EQ(lab.server.callbacks()[0].status, CallbackStatus::error);
    EXPECT_THAT(lab.server.callbacks()[0].reason, HasSubstr("did not answer"));
}

TEST_F(ARunner, takes_a_503_for_an_answer_and_works_on) {
    lab.settings.answerLimit = 400ms;
    lab.server.answerWith("progress", 503);
    const Callback callback = done(jobOf({waits("Long enough", 1.5)}));
    EXPECT_EQ(callback.status, CallbackStatus::passed);
    EXPECT_GT(lab.server.asked("progress"), 3);
}

TEST_F(ARunner, tears_down_without_a_callback_when_the_run_went_on_without_it) {
    lab.script("cleanup", "#!/bin/sh\ntouch \"$1\"\n");
    const std::filesystem::path proof = lab.settings.scripts.directory / "proof";
    lab.send(jobOf({waits("Long", 60)}, {}, {runs("Clean up", "cleanup", {proof.string()})}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 1; }));
    lab.server.answerWith("progress", 409);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(proof) && lab.runner().activeJobs() == 0; }));
    EXPECT_EQ(lab.server.asked("callback"), 0);
}

TEST_F(ARunner, offers_its_results_until_they_are_taken) {
    lab.server.answerWith("callback", 503);
    lab.send(jobOf({waits("Short", 0.1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("callback") >= 2; }));
    lab.server.answerWith("callback", 200);
    ASSERT_TRUE(lab.server.finished());
    EXPECT_THAT(lab.server.callbacks(), SizeIs(1));
}

TEST_F(ARunner, says_so_when_its_results_are_rejected) {
    lab.server.answerWith("callback", 422);
    lab.send(jobOf({waits("Short", 0.1)}));
    lab.start();
    EXPECT_TRUE(
        eventually([&] { return lab.server.asked("callback") == 2 && lab.runner().activeJobs() == 0; }));
}

TEST_F(ARunner, takes_no_more_jobs_than_it_has_slots) {
    lab.settings.slots = 1;
    lab.send(jobOf({waits("First", 60)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 0; }));
    lab.send(jobOf({waits("Second", 0.1)}));
    EXPECT_TRUE(eventually([&] { return lab.waiting(lab.queue) == 1; }))
        << "ready in the queue for whoever has a free slot";
    EXPECT_THAT(lab.server.claims(), SizeIs(1));
    lab.server.setRemaining(0);
    ASSERT_TRUE(lab.server.finished(1));
    lab.server.setRemaining(60);
    ASSERT_TRUE(lab.server.finished(2));
    EXPECT_EQ(lab.server.callbacks()[1].status, CallbackStatus::passed);
}

TEST_F(ARunner, finishes_its_job_when_told_to_end_and_takes_no_other) {
    lab.send(jobOf({waits("Work", 1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 0; }));
    lab.runner().drain();
    lab.send(jobOf({waits("Other", 0.1)}));
    lab.end();
    ASSERT_THAT(lab.server.callbacks(), SizeIs(1));
    EXPECT_EQ(lab.server.callbacks()[0].status, CallbackStatus::passed);
    EXPECT_TRUE(eventually([&] { return lab.waiting(lab.queue) == 1; }));
}

TEST_F(ARunner, tears_its_job_down_when_told_to_end_twice) {
    lab.script("cleanup", "#!/bin/sh\necho cleaned\n");
    lab.send(jobOf({waits("Work", 60)}, {}, {runs("Clean up", "cleanup")}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 0; }));
    lab.runner().drain();
    lab.runner().abort();
    lab.end();
    ASSERT_THAT(lab.server.callbacks(), SizeIs(1));
    EXPECT_EQ(lab.server.callbacks()[0].status, CallbackStatus::error);
    EXPECT_THAT(lab.server.callbacks()[0].reason, HasSubstr("the runner was stopped"));
    EXPECT_THAT(lab.server.log(), ElementsAre(HasSubstr("runs as the runner's own user"), "cleaned"));
}

TEST_F(ARunner, works_on_while_the_broker_is_away_and_takes_jobs_again_afterwards) {
    TcpProxy network("127.0.0.1", portOf(lab.settings.amqp));
    lab.settings.amqp = withPort(lab.settings.amqp, network.port());
    lab.send(jobOf({waits("Meanwhile", 1)}));
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.server.asked("progress") > 0; }));
    network.cut();
    ASSERT_TRUE(lab.server.finished(1));
    lab.send(jobOf({waits("Next", 0.1)}));
    network.restore();
    ASSERT_TRUE(lab.server.finished(2));
    EXPECT_EQ(lab.server.callbacks()[1].status, CallbackStatus::passed);
}

TEST_F(ARunner, waits_for_a_queue_that_the_server_has_not_declared_yet) {
    clients::AmqpPublisher broker(clients::Url::parse(lab.settings.amqp));
    broker.deleteQueue(lab.queue);
    lab.start();
    EXPECT_FALSE(lab.server.finished(1, 700ms));
    broker.declareQueue(lab.queue);
    lab.send(jobOf({waits("Now", 0.1)}));
    EXPECT_TRUE(lab.server.finished());
}

TEST_F(ARunner, says_which_steps_it_cannot_do) {
    lab.settings.mqtt.clear();
    const Callback callback = done(
        jobOf({{.name = "Reboot", .kind = StepKind::command, .command = "reboot"}, waits("After", 60)}, {},
              {{.name = "Unplug", .kind = StepKind::manual, .command = "Unplug it"}, waits("Last", 0.1)}));
    EXPECT_EQ(callback.status, CallbackStatus::error);
    EXPECT_EQ(callback.reason, "step Reboot: this runner cannot send commands to devices");
    const auto steps = lab.server.steps();
    EXPECT_EQ(steps.at("After"), StepState::skipped);
    EXPECT_EQ(steps.at("Unplug"), StepState::error);
    EXPECT_EQ(steps.at("Last"), StepState::passed) << "teardown goes on after a step that failed";
}

TEST_F(ARunner, sends_a_command_to_every_device_at_once_and_judges_each_reply) {
    const CommandedDevice first([](const std::string& command) {
        return devices::ReplyMessage{.id = {}, .ok = true, .output = command + " done, 3 cores"};
    });
    const CommandedDevice second(
        [](const std::string&) { return devices::ReplyMessage{.id = {}, .ok = true, .output = "not now"}; });
    Job job = jobOf({commands("Load", "load 3", "load 3 done*"), waits("After", 60)});
    job.devices = devicesOf({first.key(), second.key()});
    const Callback callback = done(job);
    EXPECT_EQ(outcomeOf(callback), Outcome::failed);
    ASSERT_THAT(callback.results, SizeIs(2));
    EXPECT_TRUE(callback.results[0].passed) << callback.results[0].message;
    EXPECT_EQ(callback.results[0].device, first.key());
    EXPECT_EQ(callback.results[0].message, "replied load 3 done, 3 cores");
    EXPECT_EQ(callback.results[1].message, "replied not now, expected load 3 done*");
    EXPECT_EQ(lab.server.steps().at("Load"), StepState::failed);
    EXPECT_EQ(lab.server.steps().at("After"), StepState::skipped);
}

TEST_F(ARunner, takes_a_refused_command_and_silence_for_failures_of_the_device) {
    const CommandedDevice refusing([](const std::string&) {
        return devices::ReplyMessage{.id = {}, .ok = false, .output = "knows no such thing"};
    });
    const CommandedDevice silent({});
    Job job = jobOf({commands("Reboot", "reboot", "", 0.5)});
    job.devices = devicesOf({refusing.key(), silent.key()});
    const Callback callback = done(job);
    EXPECT_EQ(outcomeOf(callback), Outcome::failed);
    ASSERT_THAT(callback.results, SizeIs(2));
    EXPECT_EQ(callback.results[0].message, "refused: knows no such thing");
    EXPECT_EQ(callback.results[1].message, "no reply within 0.5 s");
}

TEST_F(ARunner, takes_a_reply_from_nobody_but_the_device_that_was_asked) {
    const CommandedDevice asked({});
    const CommandedDevice liar({});
    asked.onCommand([&](const std::string& id) {
        liar.reply({.id = id, .ok = true, .output = "it is me"}); // on its own topic
        asked.reply({.id = "another", .ok = true, .output = "of another command"});
        asked.say("garbage");
        asked.reply({.id = id, .ok = true, .output = "mine"});
        asked.reply({.id = id, .ok = false, .output = "too late"});
    });
    Job job = jobOf({commands("Ask", "who", "mine", 5)});
    job.devices = devicesOf({asked.key()});
    const Callback callback = done(job);
    EXPECT_EQ(outcomeOf(callback), Outcome::passed) << callback.reason;
    EXPECT_EQ(callback.results.at(0).message, "replied mine");
}

TEST_F(ARunner, does_not_wait_for_replies_of_a_run_that_is_cancelled) {
    const CommandedDevice silent({});
    Job job = jobOf({commands("Ask", "who", "", 60)});
    job.devices = devicesOf({silent.key()});
    lab.send(job);
    lab.start();
    ASSERT_TRUE(eventually([&] { return silent.commands() == 1; }));
    lab.server.cancel();
    ASSERT_TRUE(lab.server.finished());
    EXPECT_EQ(lab.server.callbacks()[0].status, CallbackStatus::cancelled);
}

TEST_F(ARunner, blames_the_lab_when_commands_cannot_be_sent) {
    TcpProxy network("127.0.0.1", portOf(lab.settings.mqtt));
    lab.settings.mqtt = withPort(lab.settings.mqtt, network.port());
    network.cut();
    const Callback callback = done(jobOf({commands("Ask", "who", "", 0.3)}));
    EXPECT_EQ(callback.status, CallbackStatus::error);
    EXPECT_EQ(callback.reason, "step Ask: the MQTT broker could not be reached within 0.3 s");
}

TEST(APattern, stands_for_anything_at_its_stars_and_for_itself_elsewhere) {
    using runner::matches;
    EXPECT_TRUE(matches("", ""));
    EXPECT_TRUE(matches("", "*"));
    EXPECT_TRUE(matches("pong", "pong"));
    EXPECT_TRUE(matches("pong", "*"));
    EXPECT_TRUE(matches("pong pong", "p*g"));
    EXPECT_TRUE(matches("abcbcd", "a*bcd"));
    EXPECT_TRUE(matches("a*b", "a*b"));
    EXPECT_TRUE(matches("abc", "**c**"));
    EXPECT_FALSE(matches("pong", "pon"));
    EXPECT_FALSE(matches("pong", "*n"));
    EXPECT_FALSE(matches("", "a*"));
    EXPECT_FALSE(matches("ac", "a*bc"));
    EXPECT_FALSE(matches("(.*)", "a"));
    EXPECT_FALSE(matches(std::string(60'000, 'a'), std::string(20, '*') + "a*a*a*a*b")); // and returns
}

TEST_F(ARunner, runs_a_script_with_arguments_and_reads_its_exit_code_and_output) {
    lab.script("check",
               "#!/bin/sh\necho \"host $1 of run $LABWARDEN_RUN_NUMBER\"\necho problem >&2\nexit 3\n");
    const Callback callback = done(jobOf({runs("Check", "check", {"a b; exit 0"}), waits("After", 60)}));
    EXPECT_EQ(outcomeOf(callback), Outcome::failed);
    ASSERT_THAT(callback.results, SizeIs(1));
    EXPECT_EQ(callback.results[0].value, 3);
    EXPECT_EQ(callback.results[0].message, "check ended with exit code 3");
    EXPECT_THAT(lab.server.log(), testing::IsSupersetOf({"host a b; exit 0 of run 7", "problem"}));
    EXPECT_EQ(lab.server.steps().at("After"), StepState::skipped);
}

TEST_F(ARunner, gives_a_script_its_secrets_and_blacks_them_out_of_the_log) {
    lab.server.setSecrets({{"TOKEN", "hunter2-hunter2"}});
    lab.script("leak", "#!/bin/sh\necho \"token=$LABWARDEN_SECRET_TOKEN host=$LABWARDEN_VAR_HOST"
                       " ${LABWARDEN_VAR_TOKEN-unset}\"\n");
    Job job = jobOf({runs("Leak", "leak")});
    job.environment.variables = {{"HOST", "a.example", false}, {"TOKEN", "", true}};
    done(job);
    EXPECT_THAT(lab.server.log(), testing::Contains("token=*** host=a.example unset"));
}

TEST_F(ARunner, makes_output_that_is_no_text_fit_to_be_sent) {
    lab.script("colour", "#!/bin/sh\nprintf '\\033[31mred\\033[0m \\377 bad'\n");
    EXPECT_EQ(outcomeOf(done(jobOf({runs("Colour", "colour")}))), Outcome::passed);
    EXPECT_THAT(lab.server.log(), testing::Contains("[31mred[0m ? bad"));
}

TEST_F(ARunner, works_on_a_job_once_that_was_delivered_twice) {
    const Job job = jobOf({waits("Once", 1)});
    lab.send(job);
    lab.send(job);
    lab.start();
    ASSERT_TRUE(lab.server.finished());
    EXPECT_TRUE(eventually([&] { return lab.waiting(lab.queue) == 0; }));
    lab.end();
    EXPECT_THAT(lab.server.callbacks(), SizeIs(1));
}

TEST_F(ARunner, keeps_a_flood_of_output_within_bounds) {
    lab.script("flood", "#!/bin/sh\nseq 1 20000\n");
    const Callback callback = done(jobOf({runs("Flood", "flood")}));
    EXPECT_EQ(outcomeOf(callback), Outcome::passed);
    const std::vector<std::string> log = lab.server.log();
    EXPECT_LE(log.size(), runner::JobLog::maxLines + 1);
    EXPECT_THAT(log, testing::IsSupersetOf({"1", "4999", "more than 5000 lines: the rest is left out"}));
}

} // namespace
} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/clients/amqp.h"
#include "server/errors.h"
#include "server/runs/dead_letters.h"
#include "server/runs/job_queues.h"
#include "server/runs/job_relay.h"
#include "tests/server/runs/run_lab.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

clients::Url broker() {
    return clients::Url::parse(Services::get().amqp);
}

/// Queue names that are this test's alone, and gone with it.
class Queues {
public:
    ~Queues() {
        try {
            clients::AmqpConnection connection(broker());
            for (const std::string& queue : {base, base + ".bench", runs::deadLetterQueue(base)})
                connection.deleteQueue(queue);
        } catch (const std::exception&) {
            // The services' reset takes them.
        }
    }
    const std::string base = uniqueName("test-jobs");

    runs::RunSettings settings() const {
        runs::RunSettings settings;
        settings.jobQueue = base;
        settings.publicUrl = "http://lab.example";
        settings.relayPoll = 20ms;
        return settings;
    }
};

/// The next job of a queue, taken for good. A quorum queue that was declared a moment ago may still refuse
/// its consumers.
std::optional<Job> takeJob(const std::string& queue, std::chrono::milliseconds wait = 5s) {
    std::optional<clients::AmqpConsumer> consumer;
    const auto consumes = [&] {
        try {
            consumer.emplace(broker());
            consumer->consume(queue, 1);
            return true;
        } catch (const Unavailable&) {
            return false;
        }
    };
    if (!eventually(consumes, wait))
        return std::nullopt;
    const auto delivery = consumer->next(wait);
    if (!delivery)
        return std::nullopt;
    auto reading = wire::readText<Job>(delivery->body, wire::people);
    for (const Fault& fault : reading.faults)
        ADD_FAILURE() << fault.pointer << " " << fault.message;
    consumer->ack(delivery->tag);
    return std::move(reading.value);
}

bool becomes(RunLab& lab, const std::string& id, RunState state, std::chrono::milliseconds wait = 5s) {
    return eventually([&] { return lab.get(id).state == state; }, wait);
}

} // namespace

TEST(TheJobRelay, brings_a_job_to_the_broker_with_all_a_runner_needs) {
    const Queues queues;
    RunLab lab(queues.settings());
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const std::string id = lab.start({0, 1}).thing.id;
    const auto job = takeJob(queues.base);
    ASSERT_TRUE(job);
    EXPECT_EQ(job->runId, id);
    EXPECT_EQ(job->attempt, 1);
    EXPECT_EQ(job->callbackUrl, "http://lab.example/api/v1/test-runs/" + id);
    EXPECT_EQ(lab.service().attempt(id, job->callbackToken, "10.0.0.9").number, 1);
    EXPECT_EQ(job->timeoutSeconds, 600);
    ASSERT_EQ(job->devices.size(), 2u);
    EXPECT_EQ(job->devices[1].key, "dev-2");
    EXPECT_EQ(job->testCaseKey, "TC-1");
    EXPECT_EQ(job->testCase.criteria.at(0).expression, "max(load) <= 85 %") << "parameters are put in";
    EXPECT_EQ(job->parameters.at("limit").to_number<double>(), 85);
    ASSERT_TRUE(becomes(lab, id, RunState::dispatched));
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox"), "0");
    EXPECT_EQ(lab.ear().heard().back().part, EventPart::run);
}

TEST(TheJobRelay, sends_a_job_to_the_queue_that_its_environment_names) {
    const Queues queues;
    RunLab lab(queues.settings());
    lab.schema().sql(R"(UPDATE environments SET document = document || '{"runnerQueue": "bench"}')");
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const std::string id = lab.start({0}).thing.id;
    const auto job = takeJob(queues.base + ".bench");
    ASSERT_TRUE(job);
    EXPECT_EQ(job->runId, id);
}

TEST(TheJobRelay, uses_a_queue_that_somebody_has_made_otherwise_and_goes_on_with_the_others) {
    const Queues queues;
    clients::AmqpConnection(broker()).declareQueue(queues.base + ".bench");
    RunLab lab(queues.settings());
    lab.schema().sql(R"(UPDATE environments SET document = document || '{"runnerQueue": "bench"}')");
    const std::string id = lab.start({0}).thing.id;
    lab.schema().sql(R"(UPDATE environments SET document = document || '{"runnerQueue": ""}';
                        INSERT INTO environments (name, document, created_by)
                            SELECT 'bench', document || '{"name": "bench", "runnerQueue": "bench"}', created_by FROM environments)");
    const std::string other = lab.start({1}).thing.id;
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const auto ordinary = takeJob(queues.base);
    ASSERT_TRUE(ordinary);
    EXPECT_EQ(ordinary->runId, other);
    const auto job = takeJob(queues.base + ".bench");
    ASSERT_TRUE(job);
    EXPECT_EQ(job->runId, id);
}

TEST(TheJobRelay, leaves_out_what_was_cancelled_before_it_came) {
    const Queues queues;
    RunLab lab(queues.settings());
    const std::string cancelled = lab.start({0}).thing.id;
    lab.service().cancel(lab.ada, cancelled);
    const std::string id = lab.start({0}).thing.id;
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const auto job = takeJob(queues.base);
    ASSERT_TRUE(job);
    EXPECT_EQ(job->runId, id);
    ASSERT_TRUE(becomes(lab, id, RunState::dispatched));
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox"), "0");
}

TEST(TheJobRelay, keeps_jobs_while_the_broker_is_away_and_brings_each_once_it_is_back) {
    const Queues queues;
    RunLab lab(queues.settings());
    TcpProxy network("127.0.0.1", portOf(Services::get().amqp));
    const auto url = clients::Url::parse(withPort(Services::get().amqp, network.port()));
    runs::JobRelay relay(lab.settings(), url, lab.database(), lab.tokens(), lab.ear());
    relay.start();
    ASSERT_TRUE(becomes(lab, lab.start({0}).thing.id, RunState::dispatched));
    network.cut();
    std::vector<std::string> ids;
    for (int i = 1; i < 5; ++i)
        ids.push_back(lab.start({i}).thing.id);
    EXPECT_TRUE(eventually([&] { return !relay.connected(); }));
    for (const std::string& id : ids)
        EXPECT_EQ(lab.get(id).state, RunState::queued);
    network.restore();
    for (const std::string& id : ids)
        EXPECT_TRUE(becomes(lab, id, RunState::dispatched, 10s));
    clients::AmqpConnection look(broker());
    EXPECT_EQ(look.queueDepth(queues.base)->messages, 5u);
}

TEST(TheJobRelay, declares_a_queue_anew_that_somebody_has_deleted) {
    const Queues queues;
    RunLab lab(queues.settings());
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    ASSERT_TRUE(becomes(lab, lab.start({0}).thing.id, RunState::dispatched));
    clients::AmqpConnection(broker()).deleteQueue(queues.base);
    const std::string id = lab.start({1}).thing.id;
    const auto job = takeJob(queues.base); // the mandatory message came back, the row stayed
    ASSERT_TRUE(job);
    EXPECT_EQ(job->runId, id);
}

TEST(TwoJobRelays, bring_each_job_once) {
    const Queues queues;
    RunLab lab(queues.settings());
    runs::JobRelay first(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    runs::JobRelay second(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    first.start();
    second.start();
    for (int cycle = 0; cycle < 10; ++cycle)
        for (int i = 0; i < 8; ++i) {
            const std::string id = lab.start({i}).thing.id;
            first.wake();
            second.wake();
            if (cycle < 9)
                lab.schema().sql("UPDATE device_leases SET run_id = NULL");
        }
    EXPECT_TRUE(eventually(
        [&] { return lab.value("SELECT count(*) FROM test_runs WHERE state = 'dispatched'") == "80"; }));
    clients::AmqpConnection look(broker());
    EXPECT_EQ(look.queueDepth(queues.base)->messages, 80u);
}

TEST(AClaim, that_overtakes_the_relays_mark_stands) {
    const Queues queues;
    RunLab lab(queues.settings());
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    const std::string outboxId = lab.value("SELECT id FROM job_outbox");
    lab.schema().sqlAsApp("SELECT mark_dispatched('{" + outboxId + "}')");
    EXPECT_EQ(lab.get(id).state, RunState::running);
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox"), "0");
}

TEST(AnUnclaimedJob, goes_out_again_once_its_queue_is_empty) {
    const Queues queues;
    runs::RunSettings settings = queues.settings();
    settings.claimLimit = 300ms;
    RunLab lab(settings);
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const std::string id = lab.start({0}).thing.id;
    const auto lost = takeJob(queues.base); // acknowledged, never claimed
    ASSERT_TRUE(lost);
    const auto again = takeJob(queues.base);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->runId, id);
    EXPECT_EQ(again->attempt, lost->attempt);
    EXPECT_EQ(again->callbackToken, lost->callbackToken);
}

TEST(AnUnclaimedJob, that_still_waits_in_its_queue_is_not_doubled) {
    const Queues queues;
    runs::RunSettings settings = queues.settings();
    settings.claimLimit = 50ms;
    RunLab lab(settings);
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const std::string id = lab.start({0}).thing.id;
    ASSERT_TRUE(becomes(lab, id, RunState::dispatched));
    const std::string at = lab.value("SELECT dispatched_at FROM test_runs");
    const std::string second = lab.start({1}).thing.id; // three more trips of the relay
    ASSERT_TRUE(becomes(lab, second, RunState::dispatched));
    ASSERT_TRUE(becomes(lab, lab.start({2}).thing.id, RunState::dispatched));
    EXPECT_EQ(lab.value("SELECT dispatched_at FROM test_runs WHERE id = '" + id + "'"), at);
    clients::AmqpConnection look(broker());
    EXPECT_EQ(look.queueDepth(queues.base)->messages, 3u);
}

TEST(AnUnclaimedJob, of_a_queue_whose_runners_only_call_back_is_not_doubled) {
    const Queues queues;
    runs::RunSettings settings = queues.settings();
    settings.claimLimit = 50ms;
    settings.callbackOnlyQueues = {queues.base};
    RunLab lab(settings);
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    relay.start();
    const std::string id = lab.start({0}).thing.id;
    ASSERT_TRUE(takeJob(queues.base));
    EXPECT_FALSE(takeJob(queues.base, 500ms));
    EXPECT_EQ(lab.finish(id).thing.outcome, Outcome::passed);
}

TEST(AJobThatNoRunnerKeeps, ends_its_run_as_an_error_of_the_lab) {
    const Queues queues;
    RunLab lab(queues.settings());
    runs::JobRelay relay(lab.settings(), broker(), lab.database(), lab.tokens(), lab.ear());
    runs::DeadLetters letters(lab.settings(), broker(), lab.database(), lab.ear());
    relay.start();
    letters.start();
    const std::string id = lab.start({0}).thing.id;
    ASSERT_TRUE(becomes(lab, id, RunState::dispatched));
    clients::AmqpConsumer runner(broker());
    runner.consume(queues.base, 1);
    int deliveries = 0;
    while (const auto delivery = runner.next(2s)) {
        ++deliveries;
        runner.reject(delivery->tag, true);
    }
    EXPECT_EQ(deliveries, 21) << "the first and 20 more";
    ASSERT_TRUE(becomes(lab, id, RunState::finished));
    EXPECT_EQ(lab.get(id).outcome, Outcome::error);
    EXPECT_EQ(lab.get(id).reason, "No runner could take the job.");
    EXPECT_EQ(lab.leases(), 0);
}

TEST(ADeadLetter, of_a_run_that_somebody_has_claimed_changes_nothing) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.schema().sqlAsApp("SELECT end_undeliverable('" + id + "', 1)");
    EXPECT_EQ(lab.get(id).state, RunState::running);
}

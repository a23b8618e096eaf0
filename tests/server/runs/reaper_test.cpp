// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/errors.h"
#include "server/runs/reaper.h"
#include "tests/server/runs/run_lab.h"
#include "tests/server/support/tcp_proxy.h"

#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

/// Nothing is due unless a test says so.
runs::RunSettings patient() {
    runs::RunSettings settings;
    settings.reaperHold = 0ms;
    settings.reaperTick = 10ms;
    return settings;
}

class Reaping {
public:
    explicit Reaping(RunLab& lab) : m_reaper(lab.settings(), lab.database(), lab.ear(), [this] { ++jobs; }) {
        m_reaper.start();
    }
    std::atomic<int> jobs = 0;

private:
    runs::Reaper m_reaper;
};

bool ends(RunLab& lab, const std::string& id) {
    return eventually([&] { return lab.get(id).state == RunState::finished; });
}

} // namespace

TEST(TheReaper, gives_a_lost_attempt_another_one_where_the_case_allows_it) {
    auto settings = patient();
    settings.heartbeatLimit = 50ms;
    RunLab lab(settings);
    lab.alterCase(R"({"maxAttempts": 2})");
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    const Reaping reaping(lab);
    ASSERT_TRUE(eventually([&] { return lab.get(id).attempt == 2; }));
    const TestRunDetail run = lab.get(id);
    EXPECT_EQ(run.state, RunState::queued);
    EXPECT_EQ(run.runner, "");
    EXPECT_EQ(lab.leases(), 1) << "the lease survives attempts";
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox WHERE attempt = 2"), "1");
    EXPECT_TRUE(eventually([&] { return reaping.jobs > 0; }));

    lab.claim(id, 2); // and lost again: that was the last
    ASSERT_TRUE(ends(lab, id));
    EXPECT_EQ(lab.get(id).outcome, Outcome::error);
    EXPECT_EQ(lab.get(id).reason, "Runner lost: runner-1.");
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_EQ(lab.value("SELECT count(*) FROM audit_log WHERE actor = 'labwardend'"), "2");
    EXPECT_THROW(lab.finish(id, 2), Conflict);
}

TEST(TheReaper, leaves_a_run_alone_whose_heart_beats) {
    RunLab lab(patient());
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.schema().sql("UPDATE test_runs SET heartbeat_at = now() - interval '119 s'");
    lab.schema().sqlAsApp("SELECT expire_lost_attempts('120 s')");
    EXPECT_EQ(lab.get(id).state, RunState::running);
    lab.schema().sql("UPDATE test_runs SET heartbeat_at = now() - interval '121 s'");
    lab.schema().sqlAsApp("SELECT expire_lost_attempts('120 s')");
    EXPECT_EQ(lab.get(id).state, RunState::finished);
}

TEST(TheReaper, ends_a_cancelled_run_whose_runner_does_not_stop) {
    auto settings = patient();
    settings.cancelLimit = 50ms;
    RunLab lab(settings);
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.service().cancel(lab.ada, id);
    const Reaping reaping(lab);
    ASSERT_TRUE(ends(lab, id));
    EXPECT_EQ(lab.get(id).outcome, Outcome::cancelled);
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_THROW(lab.finish(id), Conflict);
}

TEST(TheReaper, ends_a_run_past_its_deadline_as_timed_out) {
    auto settings = patient();
    settings.cancelLimit = 50ms;
    RunLab lab(settings);
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.schema().sql("UPDATE test_runs SET deadline_at = now()");
    const Reaping reaping(lab);
    ASSERT_TRUE(ends(lab, id));
    EXPECT_EQ(lab.get(id).outcome, Outcome::timed_out);
}

TEST(TheReaper, ends_a_run_that_nobody_claimed_in_time_as_timed_out_and_frees_its_devices) {
    RunLab lab(patient());
    const std::string id = lab.start({0}).thing.id;
    lab.schema().sql("UPDATE test_runs SET queued_at = now() - interval '59 min'");
    lab.schema().sqlAsApp("SELECT expire_queued('1 h')");
    EXPECT_EQ(lab.get(id).state, RunState::queued);
    lab.schema().sql("UPDATE test_runs SET queued_at = now() - interval '61 min'");
    lab.schema().sqlAsApp("SELECT expire_queued('1 h')");
    EXPECT_EQ(lab.get(id).outcome, Outcome::timed_out);
    EXPECT_EQ(lab.leases(), 0);
}

TEST(TheReaper, ends_a_run_whose_device_has_gone) {
    auto settings = patient();
    settings.deviceLossLimit = 50ms;
    RunLab lab(settings);
    const std::string id = lab.start({0, 1}).thing.id;
    lab.claim(id);
    Progress progress;
    progress.steps = {{.index = 0,
                       .name = "settle",
                       .kind = StepKind::wait,
                       .teardown = false,
                       .state = StepState::running,
                       .startedAt = Timestamp{1000},
                       .finishedAt = {},
                       .message = ""}};
    lab.service().progress(lab.attempt(id), progress);
    lab.schema().sql(
        "UPDATE device_presence SET kind = 'mqtt', online = false, since = now() WHERE device_id = '" +
        lab.devices[1] + "'");
    const Reaping reaping(lab);
    ASSERT_TRUE(ends(lab, id));
    const TestRunDetail run = lab.get(id);
    EXPECT_EQ(run.outcome, Outcome::error);
    EXPECT_EQ(run.reason, "Device lost: dev-2.");
    EXPECT_EQ(run.timeline.at(0).state, StepState::error) << "no step runs on after the end";
}

TEST(TheReaper, lets_a_run_wait_for_its_device_where_the_case_says_so) {
    RunLab lab(patient());
    lab.alterCase(R"({"onDeviceLost": "wait"})");
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.schema().sql("UPDATE device_presence SET kind = 'mqtt', online = false, since = now()");
    lab.schema().sqlAsApp("SELECT expire_lost_devices('-1 s')");
    EXPECT_EQ(lab.get(id).state, RunState::running);
}

TEST(TheReaper, holds_still_after_its_start) {
    auto settings = patient();
    settings.heartbeatLimit = 1ms;
    settings.reaperHold = 300ms;
    RunLab lab(settings);
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    const auto begun = std::chrono::steady_clock::now();
    const Reaping reaping(lab);
    ASSERT_TRUE(ends(lab, id));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 300ms);
}

TEST(TheReaper, holds_still_after_an_outage_of_postgresql) {
    auto settings = patient();
    settings.heartbeatLimit = 200ms;
    RunLab lab(settings);
    TcpProxy network("127.0.0.1", portOf(Services::get().postgresApp));
    storage::DatabaseSettings through = lab.schema().settings();
    through.url = withPort(through.url, network.port());
    through.backoffMin = through.backoffMax = 20ms;
    const auto database = storage::openDatabase(through);
    settings.reaperHold = 1500ms;
    runs::Reaper reaper(settings, *database, lab.ear(), [] {});
    const std::string id = lab.start({0}).thing.id;
    network.cut();
    ASSERT_TRUE(eventually([&] { return !database->healthy(); }));
    reaper.start();
    lab.claim(id);
    ASSERT_TRUE(eventually([&] {
        return lab.value("SELECT heartbeat_at < now() - interval '2 s' FROM test_runs") == "t";
    })) << "longer than the hold after the start";
    const auto begun = std::chrono::steady_clock::now();
    network.restore();
    ASSERT_TRUE(ends(lab, id));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 1s);
}

TEST(TwoReapers, at_once_do_each_duty_once) {
    auto settings = patient();
    settings.heartbeatLimit = 20ms;
    RunLab lab(settings);
    lab.alterCase(R"({"maxAttempts": 3})");
    for (int i = 0; i < 8; ++i)
        lab.claim(lab.start({i}).thing.id);
    const Reaping first(lab), second(lab), third(lab);
    ASSERT_TRUE(
        eventually([&] { return lab.value("SELECT count(*) FROM test_runs WHERE attempt = 2") == "8"; }));
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox WHERE attempt = 2"), "8");
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox WHERE attempt > 2"), "0");
}

TEST(ACallbackAndTheReaper, at_once_end_the_run_one_way_only) {
    auto settings = patient();
    RunLab lab(settings);
    for (int cycle = 0; cycle < 20; ++cycle) {
        const std::string id = lab.start({0, 1}).thing.id;
        lab.claim(id);
        std::thread reaper([&] { lab.schema().sqlAsApp("SELECT expire_lost_attempts('0 s')"); });
        bool finished = true;
        try {
            lab.finish(id);
        } catch (const Conflict&) {
            finished = false;
        }
        reaper.join();
        const TestRunDetail run = lab.get(id);
        EXPECT_EQ(run.outcome, finished ? Outcome::passed : Outcome::error);
        EXPECT_EQ(lab.leases(), 0);
    }
}

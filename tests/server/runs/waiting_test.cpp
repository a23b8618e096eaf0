// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/errors.h"
#include "server/runs/reaper.h"
#include "server/runs/waiting_runs.h"
#include "tests/server/runs/run_lab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

using namespace labwarden;
using namespace labwarden::test;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

/// A lab with the duty that gives devices to those who wait, one round at a time.
class Queue : public RunLab {
public:
    explicit Queue(runs::RunSettings settings = {})
        : RunLab(std::move(settings)), waiting(this->settings(), database(), ear(), [this] { ++jobs; }) {}

    /// Waits when a device cannot be had.
    std::string queue(const std::vector<int>& which, int priority = 0) {
        auto run = wanted(which);
        run.whenBusy = WhenBusy::queue;
        run.priority = priority;
        return start(run).thing.id;
    }
    RunState stateOf(const std::string& id) { return get(id).state; }
    void grant() {
        while (waiting.round()) {
        }
    }
    /// As if the run had come so much earlier.
    void age(const std::string& id, const std::string& by) const {
        schema().sql("UPDATE test_runs SET created_at = created_at - interval '" + by + "' WHERE id = '" +
                     id + "'");
    }

    std::atomic<int> jobs = 0;
    runs::WaitingRuns waiting;
};

} // namespace

TEST(ARunThatMayWait, starts_at_once_where_its_devices_are_free) {
    Queue lab;
    const std::string id = lab.queue({0, 1});
    EXPECT_EQ(lab.stateOf(id), RunState::queued);
    EXPECT_FALSE(lab.get(id).wait);
    EXPECT_EQ(lab.leases(), 2);
}

TEST(ARunThatMayWait, says_its_place_and_what_it_waits_for) {
    Queue lab;
    const auto holder = lab.start({0});
    const std::string first = lab.queue({0, 1});
    const std::string second = lab.queue({0});
    EXPECT_EQ(lab.leases(), 1) << "all or none";
    const TestRunDetail run = lab.get(second);
    EXPECT_EQ(run.state, RunState::waiting);
    ASSERT_TRUE(run.wait);
    EXPECT_EQ(run.wait->position, 2);
    ASSERT_EQ(run.wait->obstacles.size(), 1u);
    const Obstacle& obstacle = run.wait->obstacles.front();
    EXPECT_EQ(obstacle.key, "dev-1");
    EXPECT_EQ(obstacle.reason, ObstacleReason::under_test);
    EXPECT_EQ(obstacle.runId, holder.thing.id);
    EXPECT_EQ(obstacle.runNumber, holder.thing.number);
    EXPECT_EQ(obstacle.holder, lab.ada.displayName);
    EXPECT_EQ(lab.get(first).wait->position, 1);
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox"), "1");
}

TEST(ARunThatWaits, gets_all_its_devices_once_the_last_is_free) {
    Queue lab;
    const std::string a = lab.start({0}).thing.id;
    const std::string b = lab.start({1}).thing.id;
    const std::string waits = lab.queue({0, 1});
    lab.finish(a);
    lab.grant();
    EXPECT_EQ(lab.stateOf(waits), RunState::waiting);
    EXPECT_EQ(lab.leases(), 1);
    lab.finish(b);
    lab.grant();
    EXPECT_EQ(lab.stateOf(waits), RunState::queued);
    EXPECT_EQ(lab.leases(), 2);
    EXPECT_EQ(lab.jobs, 1);
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox WHERE run_id = '" + waits + "'"), "1");
    EXPECT_EQ(lab.value("SELECT count(*) FROM audit_log WHERE action = 'run.grant'"), "1");
    EXPECT_EQ(lab.finish(waits).thing.outcome, Outcome::passed);
    EXPECT_EQ(lab.leases(), 0);
}

TEST(ARunThatWaits, waits_for_what_is_offline_or_in_maintenance_as_well) {
    Queue lab;
    lab.schema().sql(
        "UPDATE device_services SET in_service = false, reason = 'new cable' WHERE device_id = '" +
        lab.devices[0] + "'");
    const std::string waits = lab.queue({0});
    const auto wait = lab.get(waits).wait;
    ASSERT_TRUE(wait && wait->obstacles.size() == 1);
    EXPECT_EQ(wait->obstacles[0].reason, ObstacleReason::maintenance);
    EXPECT_EQ(wait->obstacles[0].detail, "new cable");
    lab.grant();
    EXPECT_EQ(lab.stateOf(waits), RunState::waiting);
    lab.schema().sql("UPDATE device_services SET in_service = true, reason = ''");
    lab.grant();
    EXPECT_EQ(lab.stateOf(waits), RunState::queued);
}

TEST(RunsThatWait, have_their_turn_by_priority_and_by_how_long_they_have_waited) {
    Queue lab;
    const std::string holder = lab.start({0}).thing.id;
    const std::string ordinary = lab.queue({0});
    const std::string urgent = lab.queue({0}, 50);
    const std::string old = lab.queue({0}, -20);
    lab.age(old, "3 hours"); // 180 minutes are worth more than 70 points
    EXPECT_EQ(lab.get(old).wait->position, 1);
    EXPECT_EQ(lab.get(urgent).wait->position, 2);
    EXPECT_EQ(lab.get(ordinary).wait->position, 3);
    std::string at = holder;
    for (const std::string& next : {old, urgent, ordinary}) {
        lab.finish(at);
        lab.grant();
        EXPECT_EQ(lab.stateOf(next), RunState::queued);
        EXPECT_EQ(lab.leases(), 1);
        at = next;
    }
}

TEST(ARunThatWaits, keeps_devices_that_are_free_from_those_who_come_later) {
    Queue lab;
    lab.start({0});
    const auto waits = lab.queue({0, 1});
    try {
        lab.start({1});
        FAIL() << "dev-2 was given away";
    } catch (const Conflict& conflict) {
        EXPECT_THAT(conflict.what(),
                    HasSubstr("dev-2 is wanted by run " + std::to_string(lab.get(waits).number)));
        ASSERT_EQ(conflict.conflicts.size(), 1u);
        EXPECT_EQ(conflict.conflicts[0].at("reason").as_string(), "wanted");
        EXPECT_EQ(conflict.conflicts[0].at("runId").as_string(), waits);
    }
    EXPECT_EQ(lab.stateOf(lab.queue({1})), RunState::waiting);
    auto urgent = lab.wanted({1});
    urgent.priority = 1; // a minute earlier, so to speak
    EXPECT_EQ(lab.start(urgent).thing.state, RunState::queued);
    EXPECT_EQ(lab.start({2}).thing.state, RunState::queued) << "nobody waits for that one";
}

TEST(ARunThatWaits, is_cancelled_at_once) {
    Queue lab;
    const std::string holder = lab.start({0}).thing.id;
    const std::string waits = lab.queue({0});
    EXPECT_EQ(lab.service().cancel(lab.ada, waits).thing.outcome, Outcome::cancelled);
    EXPECT_EQ(lab.leases(), 1) << "the other's";
    lab.finish(holder);
    lab.grant();
    EXPECT_EQ(lab.leases(), 0);
}

TEST(ARunThatWaits, ends_when_a_device_is_deleted_and_when_it_has_waited_too_long) {
    runs::RunSettings settings;
    settings.reaperHold = 0ms;
    settings.reaperTick = 10ms;
    settings.waitLimit = 3'600'000ms;
    Queue lab(settings);
    lab.start({0});
    const std::string gone = lab.queue({0, 1});
    lab.schema().sql("UPDATE devices SET deleted_at = now() WHERE id = '" + lab.devices[1] + "'");
    lab.grant();
    EXPECT_EQ(lab.get(gone).outcome, Outcome::error);
    EXPECT_THAT(lab.get(gone).reason, HasSubstr("deleted"));
    const std::string stale = lab.queue({0}), fresh = lab.queue({0});
    lab.age(stale, "2 hours");
    runs::Reaper reaper(lab.settings(), lab.database(), lab.ear(), [] {});
    reaper.start();
    EXPECT_TRUE(eventually([&] { return lab.get(stale).outcome == Outcome::timed_out; }));
    EXPECT_EQ(lab.stateOf(fresh), RunState::waiting);
}

TEST(AStartThatMayWait, is_the_same_run_when_it_is_repeated_with_its_key) {
    Queue lab;
    lab.start({0});
    auto run = lab.wanted({0});
    run.whenBusy = WhenBusy::queue;
    const std::string id = lab.start(run, "once").thing.id;
    EXPECT_EQ(lab.start(run, "once").thing.id, id);
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs WHERE state = 'waiting'"), "1");
}

// Starts that wait, starts that do not, and ends, by six people while two servers give devices away.
TEST(RunsThatWait, all_have_their_turn_and_no_device_is_given_twice) {
    Queue lab;
    Ear otherEar;
    runs::WaitingRuns other(lab.settings(), lab.database(), otherEar, [] {});
    // Kept by the database itself: a lease that is overwritten while another run holds it.
    lab.schema().sql(
        "CREATE FUNCTION once_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.run_id IS NOT NULL AND NEW.run_id IS NOT NULL AND OLD.run_id <> NEW.run_id THEN "
        "RAISE EXCEPTION 'given twice'; END IF; RETURN NEW; END $$;"
        "CREATE TRIGGER once_only BEFORE UPDATE ON device_leases FOR EACH ROW EXECUTE FUNCTION once_only()");
    std::atomic<bool> stop = false;
    std::vector<std::jthread> servers;
    for (auto* duty : {&lab.waiting, &other})
        servers.emplace_back([&, duty] {
            while (!stop) {
                duty->round();
                std::this_thread::yield();
            }
        });
    {
        std::vector<std::jthread> people;
        for (int person = 0; person < 6; ++person)
            people.emplace_back([&, person] {
                std::mt19937 random(static_cast<unsigned>(person));
                for (int i = 0; i < 8; ++i) {
                    std::vector<int> which{static_cast<int>(random() % 4)};
                    if (random() % 2)
                        which.push_back((which[0] + 1 + static_cast<int>(random() % 3)) % 4);
                    const std::string id = lab.queue(which, static_cast<int>(random() % 5));
                    if (random() % 6 == 0) {
                        lab.service().cancel(lab.ada, id);
                        continue;
                    }
                    ASSERT_TRUE(eventually([&] { return lab.stateOf(id) == RunState::queued; }, 60s));
                    lab.finish(id);
                }
            });
    }
    stop = true;
    servers.clear();
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs WHERE state <> 'finished'"), "0");
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs WHERE outcome = 'passed' OR outcome = 'cancelled'"),
              "48");
}

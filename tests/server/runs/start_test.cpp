// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/errors.h"
#include "tests/server/runs/run_lab.h"
#include "tests/server/support/tcp_proxy.h"

#include <boost/json/value_from.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

using namespace labwarden;
using namespace labwarden::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

template<class F>
Conflict conflictOf(F f) {
    try {
        f();
    } catch (const Conflict& conflict) {
        return conflict;
    }
    throw std::runtime_error("no conflict");
}

template<class F>
std::vector<Fault> faultsOfCall(F f) {
    try {
        f();
    } catch (const Invalid& invalid) {
        return invalid.faults;
    }
    return {};
}

std::string textAt(const boost::json::value& object, const char* name) {
    return std::string(object.at(name).as_string());
}

} // namespace

TEST(StartingARun, takes_its_devices_and_leaves_one_job) {
    RunLab lab;
    const runs::RunChange change = lab.start({0, 1});

    EXPECT_EQ(change.thing.state, RunState::queued);
    EXPECT_EQ(change.thing.testCaseTitle, "Load");
    EXPECT_EQ(change.thing.createdBy, lab.ada.displayName);
    ASSERT_EQ(change.thing.devices.size(), 2u);
    EXPECT_EQ(change.thing.devices[0].key, "dev-1");
    EXPECT_EQ(lab.leases(), 2);
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox WHERE attempt = 1"), "1");
    EXPECT_EQ(lab.jobsAnnounced(), 1);
    EXPECT_EQ(lab.value("SELECT actor FROM audit_log WHERE action = 'run.start'"), lab.ada.username);
}

TEST(ARunStoreWithoutWork, does_not_keep_others_waiting_while_postgres_is_away) {
    using namespace std::chrono_literals;
    using Clock = std::chrono::steady_clock;
    const TestSchema schema;
    TcpProxy network("127.0.0.1", portOf(Services::get().postgresApp));
    storage::DatabaseSettings settings = schema.settings();
    settings.url = withPort(settings.url, network.port());
    const auto database = storage::openDatabase(settings);
    runs::PgRunStore store({}, *database);
    std::promise<runs::AttemptStatus> status;
    store.finish(
        {.runId = "00000000-0000-7000-8000-000000000000", .attempt = 1, .reason = {}, .callback = {}},
        [&](const runs::FinishResult& result) { status.set_value(result.status); });
    ASSERT_EQ(status.get_future().get(), runs::AttemptStatus::unknown);

    network.cut();
    EXPECT_TRUE(eventually(
        [&] {
            const auto begin = Clock::now();
            try {
                database->acquire();
            } catch (const Unavailable&) {
                return Clock::now() - begin < 500ms;
            }
            return false;
        },
        10s));
}

TEST(StartingARun, answers_and_tells_the_parts_that_changed) {
    RunLab lab;
    const runs::RunChange change = lab.start({0, 1});

    ASSERT_EQ(change.events.size(), 3u); // two leases and the run
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(change.events[i].part, EventPart::lease);
        EXPECT_EQ(change.events[i].version, 2);
        const auto lease = wire::read<Lease>(change.events[i].state, wire::people);
        ASSERT_TRUE(lease) << lease.faults.front().pointer;
        EXPECT_EQ(lease.value.runId, change.thing.id);
        EXPECT_EQ(lease.value.holder, lab.ada.displayName);
    }
    EXPECT_EQ(change.events[2].part, EventPart::run);
    EXPECT_EQ(lab.ear().heard().size(), 3u);
    EXPECT_EQ(lab.value("SELECT count(*) FROM event_outbox"), "3");
    EXPECT_EQ(lab.value("SELECT count(*) FROM exchange_outbox"), "3");
}

TEST(StartingARun, makes_json_that_the_strict_reader_takes) {
    RunLab lab;
    lab.start({0});
    const std::string json = lab.value("SELECT run_json(r)::text FROM test_runs r");
    const auto reading = wire::readText<TestRun>(json, wire::people);
    for (const Fault& fault : reading.faults)
        ADD_FAILURE() << fault.pointer << " " << fault.message;
    // Field for field what the struct itself writes.
    std::string why;
    const boost::json::value made = boost::json::value_from(reading.value);
    EXPECT_EQ(made.as_object().size(), wire::parse(json, why)->as_object().size());
}

TEST(StartingARun, fills_in_the_defaults_of_parameters) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    EXPECT_EQ(lab.get(id).parameters.at("limit").to_number<double>(), 85);
}

TEST(StartingARun, on_a_busy_device_names_who_holds_it) {
    RunLab lab;
    const runs::RunChange first = lab.start({0});
    const Conflict conflict = conflictOf([&] { lab.startAs(lab.bob, lab.wanted({0, 1})); });

    ASSERT_EQ(conflict.conflicts.size(), 1u);
    const boost::json::value& device = conflict.conflicts[0];
    EXPECT_EQ(textAt(device, "key"), "dev-1");
    EXPECT_EQ(textAt(device, "reason"), "under_test");
    EXPECT_EQ(textAt(device, "runId"), first.thing.id);
    EXPECT_EQ(device.at("runNumber").to_number<std::int64_t>(), first.thing.number);
    EXPECT_EQ(textAt(device, "holder"), lab.ada.displayName);
    EXPECT_TRUE(Timestamp::parse(textAt(device, "since")).has_value());
    EXPECT_THAT(conflict.what(), HasSubstr("dev-1 is under test in run 1 of"));
    EXPECT_EQ(lab.leases(), 1) << "all or nothing";
}

TEST(StartingARun, on_a_device_in_maintenance_or_offline_says_so) {
    RunLab lab;
    lab.schema().sql("UPDATE device_services SET in_service = false, reason = 'new fan', by_name = 'Mary' "
                     "WHERE device_id = '" +
                     lab.devices[0] + "'");
    lab.schema().sql("UPDATE device_presence SET kind = 'mqtt', online = false WHERE device_id = '" +
                     lab.devices[1] + "'");
    const Conflict conflict = conflictOf([&] { lab.start({0, 1, 2}); });

    ASSERT_EQ(conflict.conflicts.size(), 2u);
    EXPECT_EQ(textAt(conflict.conflicts[0], "reason"), "maintenance");
    EXPECT_EQ(textAt(conflict.conflicts[0], "detail"), "new fan");
    EXPECT_EQ(textAt(conflict.conflicts[0], "holder"), "Mary");
    EXPECT_EQ(textAt(conflict.conflicts[1], "reason"), "offline");
    EXPECT_EQ(lab.leases(), 0);
}

TEST(StartingARun, on_a_device_without_an_agent_takes_it_as_present) {
    RunLab lab;
    EXPECT_EQ(lab.value("SELECT kind FROM device_presence LIMIT 1"), "none");
    EXPECT_NO_THROW(lab.start({0}));
}

TEST(StartingARun, names_every_fault_at_once) {
    RunLab lab;
    NewTestRun wanted = lab.wanted({0, 1});
    wanted.deviceIds[1] = "00000000-0000-4000-8000-000000000000";
    wanted.environmentId = "00000000-0000-4000-8000-000000000000";
    lab.schema().sql("UPDATE devices SET tags = '{}' WHERE key = 'dev-1'");
    const std::vector<Fault> faults = faultsOfCall([&] { lab.start(wanted); });

    ASSERT_EQ(faults.size(), 3u);
    EXPECT_EQ(faults[0].pointer, "/environmentId");
    EXPECT_EQ(faults[1].pointer, "/deviceIds/0");
    EXPECT_THAT(faults[1].message, HasSubstr("lacks tags"));
    EXPECT_EQ(faults[2], (Fault{"/deviceIds/1", "There is no such device."}));
    EXPECT_EQ(lab.leases(), 0);
}

TEST(StartingARun, refuses_a_parameter_out_of_its_range) {
    RunLab lab;
    NewTestRun wanted = lab.wanted({0});
    wanted.parameters["limit"] = 101;
    const std::vector<Fault> faults = faultsOfCall([&] { lab.start(wanted); });
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults[0].pointer, "/parameters/limit");
}

TEST(StartingARun, pins_the_newest_revision_even_when_it_appears_meanwhile) {
    RunLab lab;
    runs::StartItem item{.runId = "01900000-0000-7000-8000-000000000001",
                         .deviceIds = {lab.devices[0]},
                         .testCaseId = lab.caseId,
                         .revisionId = lab.revisionId(),
                         .environmentId = lab.environmentId,
                         .parameters = {},
                         .priority = 0,
                         .userId = lab.ada.userId,
                         .actor = "Ada",
                         .address = "",
                         .idempotencyKey = {},
                         .bodyHash = {}};
    lab.schema().sql("INSERT INTO test_case_revisions (test_case_id, revision, document, created_by) "
                     "SELECT test_case_id, 2, document, created_by FROM test_case_revisions");
    std::promise<runs::StartResult> promise;
    lab.store().start(item, [&](runs::StartResult result) { promise.set_value(std::move(result)); });
    EXPECT_EQ(promise.get_future().get().status, runs::StartResult::Status::stale);
    EXPECT_EQ(lab.start({0}).thing.revision, 2);
}

TEST(StartingARun, again_with_the_same_id_changes_nothing_and_answers_the_same) {
    RunLab lab;
    const runs::StartItem item{.runId = "01900000-0000-7000-8000-000000000001",
                               .deviceIds = {lab.devices[0]},
                               .testCaseId = lab.caseId,
                               .revisionId = lab.revisionId(),
                               .environmentId = lab.environmentId,
                               .parameters = {},
                               .priority = 0,
                               .userId = lab.ada.userId,
                               .actor = "Ada",
                               .address = "",
                               .idempotencyKey = {},
                               .bodyHash = {}};
    std::vector<runs::StartResult> results;
    for (int i = 0; i < 2; ++i) {
        std::promise<runs::StartResult> promise;
        lab.store().start(item, [&](runs::StartResult result) { promise.set_value(std::move(result)); });
        results.push_back(promise.get_future().get());
        ASSERT_EQ(results.back().status, runs::StartResult::Status::started);
    }
    EXPECT_EQ(results[0].change.thing.number, results[1].change.thing.number);
    EXPECT_EQ(results[1].change.events.size(), 2u);
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox"), "1");
}

TEST(AnIdempotencyKey, answers_the_same_request_with_the_same_run) {
    RunLab lab;
    const runs::RunChange first = lab.start(lab.wanted({0}), "key 1");
    EXPECT_EQ(lab.start(lab.wanted({0}), "key 1").thing.id, first.thing.id);
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs"), "1");
    // Somebody else's key of the same name is another key.
    EXPECT_THROW(lab.startAs(lab.bob, lab.wanted({0}), "key 1"), Conflict);
}

TEST(AnIdempotencyKey, refuses_another_request) {
    RunLab lab;
    lab.start(lab.wanted({0}), "key 1");
    EXPECT_EQ(faultsOfCall([&] { lab.start(lab.wanted({1}), "key 1"); }).size(), 1u);
    EXPECT_EQ(lab.leases(), 1);
}

TEST(AnIdempotencyKey, is_good_for_24_hours) {
    RunLab lab;
    const runs::RunChange first = lab.start(lab.wanted({0}), "key 1");
    lab.finish(first.thing.id);
    lab.schema().sql("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'");
    EXPECT_NE(lab.start(lab.wanted({0}), "key 1").thing.id, first.thing.id);
}

TEST(AnIdempotencyKey, used_by_many_at_once_starts_one_run) {
    RunLab lab;
    std::vector<std::string> ids(16);
    std::vector<std::thread> threads;
    for (std::string& id : ids)
        threads.emplace_back([&lab, &id] { id = lab.start(lab.wanted({0, 1}), "storm").thing.id; });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_THAT(ids, testing::Each(ids.front()));
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs"), "1");
}

TEST(ManyEngineersAtOnce, never_hold_one_device_twice) {
    RunLab lab;
    std::array<std::atomic<int>, 8> holders{};
    std::atomic<int> double_ = 0, started = 0, refused = 0, other = 0;
    const auto engineer = [&](unsigned seed) {
        std::mt19937 random(seed);
        for (int cycle = 0; cycle < 25; ++cycle) {
            std::vector<int> which{0, 1, 2, 3, 4, 5, 6, 7};
            std::shuffle(which.begin(), which.end(), random);
            which.resize(1 + random() % 3);
            try {
                const std::string id = lab.start(which).thing.id;
                for (const int device : which)
                    double_ += holders[static_cast<std::size_t>(device)]++ != 0;
                ++started;
                for (const int device : which)
                    --holders[static_cast<std::size_t>(device)];
                lab.finish(id);
            } catch (const Conflict&) {
                ++refused;
            } catch (const std::exception& e) {
                ADD_FAILURE() << e.what();
                ++other;
            }
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 12; ++i)
        threads.emplace_back(engineer, i);
    for (std::thread& thread : threads)
        thread.join();

    EXPECT_EQ(double_, 0);
    EXPECT_EQ(other, 0);
    EXPECT_EQ(started + refused, 300);
    EXPECT_GT(started, 20);
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs WHERE outcome = 'passed'"), std::to_string(started));
    EXPECT_EQ(lab.value("SELECT count(*) FROM job_outbox"), std::to_string(started));
    // Each taking and each freeing of a device is one version of its lease.
    EXPECT_EQ(lab.value("SELECT sum(version - 1) FROM device_leases"),
              lab.value("SELECT 2 * count(*) FROM run_devices"));
}

TEST(LosingTheConnection, in_the_middle_of_starts_leaves_no_run_that_nobody_was_told_of) {
    RunLab lab;
    std::atomic<bool> over = false;
    std::atomic<int> killed = 0, ended = 0;
    std::thread killer([&] {
        while (!over) {
            const int before = ended;
            const auto now = static_cast<int>(
                lab.schema()
                    .sqlAsApp(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" +
                        lab.schema().name() +
                        "' AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%start_run%'")
                    .size());
            killed += now;
            // Those that were hit try again; to hit them on and on would let none through.
            if (now > 0)
                ended.wait(before);
        }
    });
    std::vector<std::thread> threads;
    std::atomic<int> started = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&lab, &started, &ended, i] {
            for (int cycle = 0; cycle < 15; ++cycle) {
                try {
                    const std::string id =
                        lab.start({i}).thing.id; // nobody else wants this device: always free
                    ++started;
                    lab.finish(id);
                } catch (const std::exception& e) {
                    ADD_FAILURE() << e.what();
                }
                ++ended;
                ended.notify_one();
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    over = true;
    ++ended;
    ended.notify_one();
    killer.join();
    EXPECT_GT(killed, 0);
    EXPECT_EQ(started, 60);
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_EQ(lab.value("SELECT count(*) FROM test_runs"), "60");
}

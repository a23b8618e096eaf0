// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/errors.h"
#include "tests/server/runs/run_lab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

using namespace labwarden;
using namespace labwarden::test;
using testing::HasSubstr;

namespace {

const ReleaseRequest stuck{.reason = "Board hangs", .runId = {}};

} // namespace

TEST(AForcedRelease, ends_the_run_as_error_with_the_reason_and_frees_all_its_devices) {
    RunLab lab;
    const std::string id = lab.start({0, 1}).thing.id;
    lab.claim(id);
    const runs::RunChange change = lab.service().release(lab.manager, lab.devices[0], stuck);
    EXPECT_EQ(change.thing.id, id);
    EXPECT_EQ(change.thing.outcome, Outcome::error);
    EXPECT_EQ(change.thing.reason, "Released by " + lab.manager.displayName + ": Board hangs");
    EXPECT_EQ(change.events.size(), 3u);
    EXPECT_EQ(lab.leases(), 0);
    EXPECT_EQ(lab.ear().heard().back().part, EventPart::run);
    EXPECT_NO_THROW(lab.start({0, 1}));
}

TEST(AForcedRelease, leaves_a_conflict_to_the_attempt_that_was_at_work) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.service().release(lab.manager, lab.devices[0], stuck);
    EXPECT_THROW(lab.finish(id), Conflict);
    EXPECT_THROW(lab.claim(id), Conflict);
    EXPECT_THROW(lab.service().progress(lab.attempt(id), {}), Conflict);
    EXPECT_EQ(lab.get(id).outcome, Outcome::error);
}

TEST(AForcedRelease, of_a_run_that_nobody_has_claimed_works_as_well) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    EXPECT_EQ(lab.service().release(lab.manager, lab.devices[0], stuck).thing.outcome, Outcome::error);
    EXPECT_THROW(lab.claim(id), Conflict) << "the job may still be at the broker";
}

TEST(AForcedRelease, of_a_device_that_nobody_holds_is_a_conflict) {
    RunLab lab;
    EXPECT_THROW(lab.service().release(lab.manager, lab.devices[0], stuck), Conflict);
    EXPECT_THROW(lab.service().release(lab.manager, "01900000-0000-7000-8000-000000000001", stuck), NotFound);
    EXPECT_THROW(lab.service().release(lab.manager, "dev-1", stuck), NotFound);
}

TEST(AForcedRelease, meant_for_a_run_that_has_ended_touches_no_other) {
    RunLab lab;
    const std::string first = lab.start({0}).thing.id;
    lab.finish(first);
    const std::string second = lab.start({0}).thing.id;
    EXPECT_THROW(lab.service().release(lab.manager, lab.devices[0], {.reason = "hangs", .runId = first}),
                 Conflict);
    EXPECT_EQ(lab.get(second).state, RunState::queued);
    EXPECT_EQ(
        lab.service().release(lab.manager, lab.devices[0], {.reason = "hangs", .runId = second}).thing.id,
        second);
}

TEST(AForcedRelease, is_written_down_at_the_device_and_at_the_run) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.service().release(lab.manager, lab.devices[0], stuck);
    EXPECT_EQ(
        lab.value("SELECT actor || ' ' || (new_value ->> 'reason') || ' ' || (old_value ->> 'runId') FROM "
                  "audit_log WHERE action = 'device.release' AND target_id = '" +
                  lab.devices[0] + "'"),
        "mary Board hangs " + id);
    EXPECT_EQ(
        lab.value("SELECT actor || ' ' || (new_value ->> 'outcome') FROM audit_log WHERE action = 'run.end' "
                  "AND target_id = '" +
                  id + "'"),
        "mary error");
}

TEST(AForcedRelease, that_waits_for_the_callback_finds_the_run_ended_and_changes_nothing) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    pqxx::connection connection(storage::connectionUrl(lab.schema().settings()));
    pqxx::work callback(connection);
    callback.exec("SELECT finish_run('" + id + "', 1, 'passed', '', '[]', '[]', '[]', '')");
    std::exception_ptr error;
    std::thread release([&] {
        try {
            lab.service().release(lab.manager, lab.devices[0], stuck);
        } catch (...) {
            error = std::current_exception();
        }
    });
    EXPECT_TRUE(eventually([&] {
        return lab.schema()
                   .sqlAsApp("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                             "application_name = '" +
                             lab.schema().name() + "'")[0][0]
                   .as<int>() > 0;
    }));
    callback.commit();
    release.join();
    ASSERT_TRUE(error);
    EXPECT_THROW(std::rethrow_exception(error), Conflict);
    EXPECT_EQ(lab.get(id).outcome, Outcome::passed);
    EXPECT_EQ(lab.value("SELECT count(*) FROM audit_log WHERE action = 'device.release'"), "0");
}

TEST(AForcedRelease, against_callbacks_leaves_one_end_of_each_run) {
    RunLab lab;
    for (int round = 0; round < 8; ++round) {
        const std::string id = lab.start({0, 1}).thing.id;
        bool released = false, finished = false;
        std::thread release([&] {
            try {
                lab.service().release(lab.manager, lab.devices[1], stuck);
                released = true;
            } catch (const Conflict&) {
            }
        });
        try {
            lab.finish(id);
            finished = true;
        } catch (const Conflict&) {
        }
        release.join();
        EXPECT_NE(released, finished);
        EXPECT_EQ(lab.get(id).outcome, released ? Outcome::error : Outcome::passed);
        EXPECT_EQ(lab.leases(), 0);
    }
    EXPECT_EQ(lab.value("SELECT count(*) FROM audit_log WHERE action = 'run.end'"), "8");
}

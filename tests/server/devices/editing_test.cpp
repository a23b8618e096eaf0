// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/errors.h"
#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;
using test::OpenTransaction;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

namespace {

const json::value described{{"name", "Rig A2"},
                            {"type", "ecu"},
                            {"model", "M-3"},
                            {"serial", "0008"},
                            {"firmware", "2.0"},
                            {"location", {{"site", "HQ"}, {"room", "2.18"}, {"rack", "B"}, {"slot", "2"}}},
                            {"tags", {"can", "lin"}},
                            {"capabilities", {"power-cycle"}},
                            {"owner", "Team Bus"},
                            {"notes", "Left fan\nis loud."},
                            {"attributes", {{"vendor", "ACME"}, {"mac", "02:00:00:00:00:01"}}}};

} // namespace

TEST(EditingADevice, replaces_its_whole_description_and_keeps_its_key) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    lab.api.events.take();
    const auto answer = lab.api.put(lab.path(id), described, lab.manager, 1);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    for (const auto& [field, value] : described.as_object())
        EXPECT_EQ(answer.body.at(field), value) << field;
    EXPECT_EQ(answer.body.at("key"), "rig-a1");
    EXPECT_EQ(answer.body.at("version"), 2);
    auto expected = answer.body.as_object();
    expected.erase("events");
    EXPECT_EQ(lab.get(id).body, json::value(expected));
    EXPECT_TRUE(wire::read<DeviceDetail>(expected, wire::server));

    const auto sparse = lab.api.put(lab.path(id), {{"name", "Rig"}}, lab.manager, 2);
    EXPECT_EQ(sparse.body.at("notes"), "");
    EXPECT_EQ(sparse.body.at("tags"), json::value(json::array()));
    EXPECT_EQ(sparse.body.at("attributes"), json::value(json::object()));
}

TEST(EditingADevice, tells_the_board_of_what_the_board_shows) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    lab.api.events.take();
    const auto answer = lab.api.put(lab.path(id), described, lab.manager, 1);
    const auto events = lab.api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::device);
    EXPECT_EQ(events[0].version, 2);
    EXPECT_EQ(events[0].state.at("name"), "Rig A2");
    EXPECT_FALSE(events[0].state.as_object().contains("notes")) << "the board is light";
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_EQ(lab.one("SELECT count(*) FROM event_outbox WHERE event ->> 'version' = '2'"), "1");
}

TEST(EditingADevice, to_what_it_is_already_changes_nothing) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    lab.api.put(lab.path(id), described, lab.manager, 1);
    lab.api.events.take();
    const auto again = lab.api.put(lab.path(id), described, lab.manager, 2);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("version"), 2);
    EXPECT_EQ(again.body.at("events"), json::value(json::array()));
    EXPECT_TRUE(lab.api.events.take().empty());
    EXPECT_EQ(lab.one("SELECT count(*) FROM audit_log WHERE action = 'device.update'"), "1");
}

TEST(EditingADevice, asks_for_the_version_that_is_to_be_changed) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    EXPECT_EQ(lab.api.put(lab.path(id), described, lab.manager).status, 428);
    EXPECT_EQ(lab.api.put(lab.path(id), described, lab.manager, 7).status, 412);
    EXPECT_EQ(lab.get(id).body.at("name"), "Device rig-a1");
    EXPECT_EQ(lab.api.remove(lab.path(id), lab.manager).status, 428);
    EXPECT_EQ(lab.api.remove(lab.path(id), lab.manager, 7).status, 412);
    EXPECT_EQ(lab.get(id).status, 200);
}

TEST(EditingADevice, by_two_at_once_is_done_by_one_and_refused_to_the_other) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    std::atomic<int> done = 0, stale = 0;
    std::vector<std::jthread> editors;
    for (int i = 0; i < 6; ++i)
        editors.emplace_back([&, caller = lab.caller("manager"), i] {
            DeviceDescription description;
            description.name = "Name of editor " + std::to_string(i);
            try {
                lab.registry().update(caller, id, 1, description);
                ++done;
            } catch (const Stale&) {
                ++stale;
            }
        });
    editors.clear();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(stale, 5);
    EXPECT_EQ(lab.get(id).body.at("version"), 2);
}

TEST(EditingADevice, writes_down_who_changed_what_from_what_to_what) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    lab.api.put(lab.path(id), described, lab.manager, 1);
    EXPECT_EQ(lab.one("SELECT actor || ' ' || address || ' ' || (old_value ->> 'name') || ' ' || "
                      "(new_value ->> 'name') || ' ' || (new_value #>> '{attributes,vendor}') FROM audit_log "
                      "WHERE action = 'device.update' AND target_id = '" +
                      id + "'"),
              "manager 127.0.0.1 Device rig-a1 Rig A2 ACME");
    lab.api.remove(lab.path(id), lab.manager, 2);
    EXPECT_EQ(lab.one("SELECT actor || ' ' || (old_value ->> 'notes') || ' ' || (new_value IS NULL)::text "
                      "FROM audit_log WHERE action = 'device.delete'"),
              "manager Left fan\nis loud. true");
}

TEST(EditingADevice, names_every_fault_at_its_place) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    const auto answer = lab.api.put(lab.path(id),
                                    {{"key", "rig-a2"},
                                     {"name", ""},
                                     {"tags", {"can", " lin", "can", ""}},
                                     {"capabilities", {7}},
                                     {"notes", std::string(10'001, 'x')},
                                     {"attributes", {{"a", ""}, {"", "b"}, {"c", 5}}},
                                     {"colour", "red"}},
                                    lab.manager, 1);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                UnorderedElementsAre("/key", "/name", "/tags/1", "/tags/2", "/tags/3", "/capabilities/0",
                                     "/notes", "/attributes/a", "/attributes/", "/attributes/c", "/colour"));
    EXPECT_EQ(lab.get(id).body.at("version"), 1);
}

TEST(EditingADevice, is_for_those_who_keep_the_devices) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    EXPECT_EQ(lab.api.put(lab.path(id), described, lab.engineer, 1).status, 403);
    EXPECT_EQ(lab.api.remove(lab.path(id), lab.engineer, 1).status, 403);
    for (const char* other : {"00000000-0000-4000-8000-000000000000", "rig-a1"}) {
        EXPECT_EQ(lab.api.put(lab.path(other), described, lab.manager, 1).status, 404);
        EXPECT_EQ(lab.api.remove(lab.path(other), lab.manager, 1).status, 404);
    }
}

TEST(DeletingADevice, takes_it_off_the_board_and_keeps_its_row_and_its_key) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    lab.api.events.take();
    const auto answer = lab.api.remove(lab.path(id), lab.manager, 1);
    ASSERT_EQ(answer.status, 200);
    const auto events = lab.api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events[0].deleted);
    EXPECT_TRUE(events[0].state.is_null());
    EXPECT_EQ(events[0].version, 2) << "above what the board has";
    EXPECT_EQ(answer.body, (json::value{{"events", json::value_from(events)}}));
    EXPECT_EQ(lab.get(id).status, 404);
    EXPECT_EQ(lab.api.put(lab.path(id), described, lab.manager, 2).status, 404);
    EXPECT_EQ(lab.api.remove(lab.path(id), lab.manager, 2).status, 404);
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer).faultsAt(),
              std::vector<std::string>{"/deviceIds/0"});
    EXPECT_EQ(lab.one("SELECT key FROM devices WHERE deleted_at IS NOT NULL"), "rig-a1");
    const auto again = lab.api.post("/api/v1/devices", {{"key", "rig-a1"}, {"name", "x"}}, lab.manager);
    EXPECT_EQ(again.status, 409);
    EXPECT_THAT(std::string(again.body.at("detail").as_string()), HasSubstr("deleted"));
}

TEST(DeletingADevice, is_refused_while_a_run_holds_it_and_says_whose) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    const auto run = lab.startRun({id});
    const auto answer = lab.api.remove(lab.path(id), lab.manager, 1);
    ASSERT_EQ(answer.status, 409);
    EXPECT_THAT(std::string(answer.body.at("detail").as_string()), HasSubstr("of The engineer"));
    const auto& conflict = answer.body.at("conflicts").at(0);
    EXPECT_EQ(conflict.at("deviceId"), json::value(id));
    EXPECT_EQ(conflict.at("runId"), json::value(run));
    EXPECT_EQ(conflict.at("holder"), "The engineer");
    EXPECT_EQ(lab.callback(run).status, 200);
    EXPECT_EQ(lab.api.remove(lab.path(id), lab.manager, 1).status, 200);
}

TEST(DeletingADevice, before_a_start_that_waits_for_it_leaves_that_start_without_it) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    OpenTransaction deleting(lab.api.schema);
    EXPECT_THAT(deleting.one("SELECT delete_device('" + id + "', 1, NULL, '')"), HasSubstr("done"));
    auto start = std::async(std::launch::async, [&] {
        return lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer);
    });
    EXPECT_TRUE(lab.waiting(1));
    deleting.commit();
    EXPECT_EQ(start.get().faultsAt(), std::vector<std::string>{"/deviceIds/0"});
    EXPECT_EQ(lab.one("SELECT count(*) FROM test_runs"), "0");
}

TEST(DeletingADevice, against_starts_of_runs_is_won_by_one_of_them) {
    DeviceLab lab;
    for (int round = 0; round < 5; ++round) {
        const auto id = lab.device("rig-" + std::to_string(round));
        const auto caller = lab.caller("manager");
        auto removal = std::async(std::launch::async, [&] {
            try {
                lab.registry().remove(caller, id, 1);
                return true;
            } catch (const Conflict&) {
                return false;
            }
        });
        const auto start = lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer);
        EXPECT_NE(removal.get(), start.status == 201) << start.status;
    }
    EXPECT_EQ(lab.one("SELECT count(*) FROM device_leases l JOIN devices d ON d.id = l.device_id WHERE "
                      "d.deleted_at IS NOT NULL AND l.run_id IS NOT NULL"),
              "0");
}

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/maintenance.h"

#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;
using test::OpenTransaction;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

test::ApiAnswer begin(DeviceLab& lab, const std::string& id, const std::string& reason = "Fan is loud") {
    return lab.api.post(lab.path(id, "/maintenance"), {{"reason", reason}}, lab.manager);
}
test::ApiAnswer end(DeviceLab& lab, const std::string& id) {
    return lab.api.remove(lab.path(id, "/maintenance"), lab.manager);
}

} // namespace

TEST(Maintenance, keeps_reason_person_and_time_and_offers_the_device_to_nobody) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    lab.api.events.take();
    const auto answer = begin(lab, id);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("state"), "maintenance");
    EXPECT_EQ(answer.body.at("service").at("reason"), "Fan is loud");
    EXPECT_EQ(answer.body.at("service").at("by"), "The manager");
    EXPECT_EQ(answer.body.at("why").at("text"), "Fan is loud");
    EXPECT_EQ(answer.body.at("why").at("by"), "The manager");
    EXPECT_EQ(answer.body.at("why").at("since"), answer.body.at("service").at("since"));
    EXPECT_EQ(answer.body.at("version"), 1) << "its description has not changed";
    const auto events = lab.api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::service);
    EXPECT_EQ(events[0].version, 2);
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));

    const auto refused = lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer);
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(std::string(refused.body.at("detail").as_string()), HasSubstr("Fan is loud"));
    EXPECT_EQ(refused.body.at("conflicts").at(0).at("holder"), "The manager");

    EXPECT_EQ(end(lab, id).body.at("state"), "available");
    EXPECT_EQ(lab.get(id).body.at("service").at("reason"), "");
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer).status, 201);
}

TEST(Maintenance, of_a_leased_device_shows_once_its_run_has_ended) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    const auto run = lab.startRun({id});
    EXPECT_EQ(begin(lab, id).body.at("state"), "under_test");
    EXPECT_EQ(lab.claim(run).status, 200);
    EXPECT_EQ(lab.callback(run).status, 200);
    EXPECT_EQ(lab.get(id).body.at("state"), "maintenance");
    EXPECT_EQ(lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer).status, 409);
}

TEST(Maintenance, said_again_changes_nothing_and_with_another_reason_keeps_the_time) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    const auto first = begin(lab, id);
    EXPECT_EQ(begin(lab, id).body.at("events"), json::value(json::array()));
    const auto other = begin(lab, id, "Fan is gone");
    EXPECT_EQ(other.body.at("service").at("reason"), "Fan is gone");
    EXPECT_EQ(other.body.at("service").at("since"), first.body.at("service").at("since"));
    EXPECT_EQ(other.body.at("service").at("version"), 3);
    EXPECT_EQ(end(lab, id).body.at("service").at("version"), 4);
    EXPECT_EQ(end(lab, id).body.at("service").at("version"), 4) << "is in service already";
}

TEST(Maintenance, asks_for_a_reason_that_people_can_read) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    for (const auto& reason :
         {std::string(), std::string("  "), std::string("a\u202Eb"), std::string(501, 'x')}) {
        const auto answer = begin(lab, id, reason);
        EXPECT_EQ(answer.status, 422) << reason;
        EXPECT_EQ(answer.faultsAt(), std::vector<std::string>{"/reason"});
    }
    EXPECT_EQ(lab.api.post(lab.path(id, "/maintenance"), json::object{}, lab.manager).faultsAt(),
              std::vector<std::string>{"/reason"});
    EXPECT_EQ(begin(lab, id, "Lüfter\n\"links\" 🔧 ' ;--").status, 200);
    EXPECT_EQ(lab.get(id).body.at("service").at("reason"), "Lüfter\n\"links\" 🔧 ' ;--");
}

TEST(Maintenance, is_for_those_who_keep_the_devices_and_for_devices_that_there_are) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    const json::value body{{"reason", "x"}};
    EXPECT_EQ(lab.api.post(lab.path(id, "/maintenance"), body, lab.engineer).status, 403);
    EXPECT_EQ(lab.api.remove(lab.path(id, "/maintenance"), lab.engineer).status, 403);
    for (const char* other : {"00000000-0000-4000-8000-000000000000", "rig-a1"}) {
        EXPECT_EQ(begin(lab, other).status, 404);
        EXPECT_EQ(end(lab, other).status, 404);
    }
    lab.api.remove(lab.path(id), lab.manager, 1);
    EXPECT_EQ(begin(lab, id).status, 404) << "deleted";
}

TEST(Maintenance, is_written_down_with_what_it_was_before) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    begin(lab, id);
    end(lab, id);
    EXPECT_EQ(
        lab.one("SELECT string_agg(action || ' ' || (old_value ->> 'reason') || '>' || (new_value ->> "
                "'reason'), ', ' ORDER BY id) FROM audit_log WHERE actor = 'manager' AND target_id = '" +
                id + "' AND action <> 'device.create'"),
        "device.maintenance >Fan is loud, device.in-service Fan is loud>");
}

TEST(Maintenance, of_many_is_for_all_of_them_or_none) {
    DeviceLab lab;
    const auto a = lab.device("rig-a"), b = lab.device("rig-b"), c = lab.device("rig-c");
    lab.api.events.take();
    const auto answer = lab.api.post("/api/v1/devices/maintenance",
                                     {{"deviceIds", {c, a}}, {"reason", "Rack moves"}}, lab.manager);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    ASSERT_EQ(answer.body.at("devices").as_array().size(), 2u);
    EXPECT_EQ(answer.body.at("devices").at(0).at("key"), "rig-c");
    EXPECT_EQ(answer.body.at("devices").at(1).at("state"), "maintenance");
    EXPECT_EQ(lab.api.events.take().size(), 2u);
    EXPECT_EQ(lab.get(b).body.at("state"), "available");

    const auto faulty =
        lab.api.post("/api/v1/devices/maintenance/end",
                     {{"deviceIds", {a, "00000000-0000-4000-8000-000000000000", c}}}, lab.manager);
    EXPECT_EQ(faulty.status, 422);
    EXPECT_THAT(faulty.faultsAt(), ElementsAre("/deviceIds/1"));
    EXPECT_EQ(lab.get(a).body.at("state"), "maintenance");
    EXPECT_EQ(
        lab.api.post("/api/v1/devices/maintenance/end", {{"deviceIds", {a, a}}}, lab.manager).faultsAt(),
        std::vector<std::string>{"/deviceIds/1"});
    EXPECT_EQ(lab.api.post("/api/v1/devices/maintenance/end", {{"deviceIds", {a, b, c}}}, lab.manager).status,
              200);
    EXPECT_EQ(lab.get(a).body.at("state"), "available");
    EXPECT_EQ(lab.api.events.take().size(), 2u) << "b was in service";
}

TEST(Maintenance, that_commits_before_a_start_gets_the_device_keeps_it) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    OpenTransaction maintenance(lab.api.schema);
    maintenance.one("SELECT set_service('{" + id + "}', false, 'Fan', NULL, 'Ada', '')");
    auto start = std::async(std::launch::async, [&] {
        return lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer);
    });
    EXPECT_TRUE(lab.waiting(1));
    maintenance.commit();
    const auto refused = start.get();
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.body.at("conflicts").at(0).at("reason"), "maintenance");
}

TEST(Maintenance, that_comes_while_a_start_has_the_device_waits_for_its_end) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    OpenTransaction starting(lab.api.schema);
    starting.one("SELECT device_id FROM device_services WHERE device_id = '" + id + "' FOR SHARE");
    const auto caller = lab.caller("manager");
    devices::Maintenance maintenance(*lab.api.database, *lab.api.redis, lab.api.events);
    auto out = std::async(std::launch::async, [&] { return maintenance.begin(caller, id, "Fan"); });
    EXPECT_TRUE(lab.waiting(1));
    starting.commit();
    EXPECT_FALSE(out.get().thing.service.inService);
}

} // namespace labwarden

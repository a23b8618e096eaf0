// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/registry.h"
#include "server/devices/unregistered.h"

#include "common/json/domain.h"
#include "server/devices/maintenance.h"
#include "server/devices/routes.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace labwarden::devices {

namespace json = boost::json;
using test::TestApi;
using testing::UnorderedElementsAre;

namespace {

class TheRegistry : public testing::Test {
protected:
    std::unique_ptr<Registry> registry;
    std::unique_ptr<Maintenance> maintenance;
    std::unique_ptr<Unregistered> unregistered;
    TestApi api{[this](storage::Database& database, storage::Redis& redis, EventSink& events) {
        registry = std::make_unique<Registry>(database, redis, events);
        maintenance = std::make_unique<Maintenance>(database, redis, events);
        unregistered = std::make_unique<Unregistered>(database, events);
        return routes(*registry, *maintenance, *unregistered);
    }};
    const std::string manager = api.signIn("manager");

    test::ApiAnswer create(const json::value& body) { return api.post("/api/v1/devices", body, manager); }
    int count(const std::string& table) const {
        return api.schema.sql("SELECT count(*) FROM " + table)[0][0].as<int>();
    }
};

const json::value rig{{"key", "rig-a1"},
                      {"name", "Prüfstand \"A1\""},
                      {"type", "ecu"},
                      {"model", "M-2"},
                      {"serial", "0007"},
                      {"firmware", "1.4.2"},
                      {"location", {{"site", "HQ"}, {"room", "2.17"}, {"rack", "A"}, {"slot", "1"}}},
                      {"tags", {"can", "a,b", "x\"y\\z"}}};

} // namespace

TEST_F(TheRegistry, registers_a_device_that_is_then_free_in_service_and_unmonitored) {
    const auto answer = create(rig);
    ASSERT_EQ(answer.status, 201);
    for (const char* field : {"key", "name", "type", "model", "serial", "firmware", "location", "tags"})
        EXPECT_EQ(answer.body.at(field), rig.at(field)) << field;
    EXPECT_EQ(answer.body.at("state"), "available");
    EXPECT_EQ(answer.body.at("presence").at("kind"), "none");
    EXPECT_EQ(answer.body.at("version"), 1);
    for (const char* part : {"presence", "lease", "service"})
        EXPECT_EQ(answer.body.at(part).at("version"), 1) << part;
    const auto id = std::string(answer.body.at("id").as_string());
    auto got = api.get("/api/v1/devices/" + id, manager);
    ASSERT_EQ(got.status, 200);
    auto expected = answer.body.as_object();
    expected.erase("events");
    EXPECT_EQ(got.body, json::value(expected));
}

TEST_F(TheRegistry, tells_of_each_part_of_a_new_device_in_events_and_in_the_answer) {
    const auto answer = create(rig);
    const auto events = api.events.take();
    std::vector<std::string> parts;
    for (const auto& event : events) {
        parts.emplace_back(text(event.part));
        EXPECT_EQ(event.id, answer.body.at("id").as_string());
        EXPECT_EQ(event.version, 1);
    }
    EXPECT_THAT(parts, UnorderedElementsAre("device", "presence", "lease", "service"));
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_EQ(count("event_outbox"), 4);
    EXPECT_EQ(count("exchange_outbox"), 4);
    EXPECT_TRUE(wire::read<DeviceFacts>(events.front().state, wire::people)); // strictly
}

TEST_F(TheRegistry, refuses_a_key_that_is_taken_and_changes_nothing) {
    ASSERT_EQ(create(rig).status, 201);
    api.events.take();
    const auto again = create(rig);
    EXPECT_EQ(again.status, 409);
    EXPECT_NE(again.body.at("detail").as_string().find("rig-a1"), std::string::npos);
    EXPECT_EQ(count("devices"), 1);
    EXPECT_EQ(count("event_outbox"), 4);
    EXPECT_TRUE(api.events.take().empty());
}

TEST_F(TheRegistry, gives_a_key_to_one_of_many_who_want_it_at_once) {
    const identity::Caller caller{.userId = api.schema.sql("SELECT id FROM users LIMIT 1")[0][0].c_str()};
    std::atomic<int> created = 0, refused = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            NewDevice device;
            device.key = device.name = "same";
            try {
                registry->create(caller, device);
                ++created;
            } catch (const Conflict&) {
                ++refused;
            }
        });
    threads.clear();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(refused, 7);
    EXPECT_EQ(count("device_leases"), 1);
}

TEST_F(TheRegistry, names_all_faults_of_a_description_at_once) {
    const auto answer = create({{"key", "Rig A1"},
                                {"name", ""},
                                {"tags", {"ok", 5}},
                                {"location", {{"floor", "2"}}},
                                {"floor", "2"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                UnorderedElementsAre("/key", "/name", "/tags/1", "/location/floor", "/floor"));
    EXPECT_EQ(count("devices"), 0);
}

TEST_F(TheRegistry, knows_no_other_device) {
    for (const char* id : {"00000000-0000-4000-8000-000000000000", "rig-a1", "%27%20OR%201=1"})
        EXPECT_EQ(api.get(std::string("/api/v1/devices/") + id, manager).status, 404) << id;
}

TEST_F(TheRegistry, tells_when_a_device_was_last_heard_of) {
    const auto id = std::string(create(rig).body.at("id").as_string());
    EXPECT_TRUE(api.get("/api/v1/devices/" + id, manager).body.at("lastSeen").is_null());
    api.redis->command({"HSET", api.redis->prefix() + "lastSeen", id, "1767225600250"});
    EXPECT_EQ(api.get("/api/v1/devices/" + id, manager).body.at("lastSeen"), "2026-01-01T00:00:00.250Z");
}

TEST_F(TheRegistry, is_changed_by_lab_managers_and_admins_alone) {
    EXPECT_EQ(api.post("/api/v1/devices", rig).status, 401);
    for (const char* name : {"viewer", "engineer"})
        EXPECT_EQ(api.post("/api/v1/devices", rig, api.signIn(name)).status, 403) << name;
    EXPECT_EQ(api.post("/api/v1/devices", rig, api.signIn("admin")).status, 201);
}

TEST_F(TheRegistry, writes_down_who_registered_what_from_where) {
    create(rig);
    const auto row = api.schema.sql("SELECT actor, address, target_kind, new_value ->> 'key' FROM audit_log "
                                    "WHERE action = 'device.create'");
    ASSERT_EQ(row.size(), 1u);
    EXPECT_STREQ(row[0][0].c_str(), "manager");
    EXPECT_STREQ(row[0][1].c_str(), "127.0.0.1");
    EXPECT_STREQ(row[0][2].c_str(), "device");
    EXPECT_STREQ(row[0][3].c_str(), "rig-a1");
}

} // namespace labwarden::devices

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/unregistered.h"

#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;

namespace {

class AnUnregisteredDevice : public testing::Test {
protected:
    DeviceLab lab;

    /// How many events a word of this key has made.
    std::size_t say(const std::string& key, bool online) {
        return lab.api.schema
            .sql("SELECT hear_unregistered('{" + key + "}', '{" + (online ? "t" : "f") + "}')")
            .size();
    }
    json::array listed() {
        return lab.api.get("/api/v1/unregistered-devices", lab.engineer)
            .body.at("unregisteredDevices")
            .as_array();
    }
    std::string pathOf(const json::value& device, const std::string& more = "") {
        return "/api/v1/unregistered-devices/" + std::string(device.at("id").as_string()) + more;
    }
};

} // namespace

TEST_F(AnUnregisteredDevice, appears_with_its_first_word_and_tells_news_only) {
    EXPECT_EQ(say("stranger-1", false), 0u) << "who says goodbye first was never here";
    EXPECT_EQ(say("stranger-1", true), 1u);
    EXPECT_EQ(say("stranger-1", true), 0u);
    const auto devices = listed();
    ASSERT_EQ(devices.size(), 1u);
    EXPECT_EQ(devices[0].at("key"), "stranger-1");
    EXPECT_EQ(devices[0].at("online"), true);
    EXPECT_EQ(devices[0].at("refusedBy"), "");
    EXPECT_TRUE(devices[0].at("refusedAt").is_null());
    EXPECT_EQ(say("stranger-1", false), 1u);
    EXPECT_EQ(listed()[0].at("online"), false);
    EXPECT_EQ(listed()[0].at("heardAt"), devices[0].at("heardAt"));
}

TEST_F(AnUnregisteredDevice, that_is_registered_is_new_no_more_and_as_present_as_it_has_said) {
    say("stranger-1", true);
    say("stranger-2", true);
    lab.api.events.take();
    const auto id = lab.device("stranger-1");
    EXPECT_EQ(lab.get(id).body.at("presence").at("kind"), "mqtt");
    EXPECT_EQ(lab.get(id).body.at("presence").at("online"), true);
    bool gone = false;
    for (const Event& event : lab.api.events.take())
        gone = gone || (event.part == EventPart::unregistered_device && event.deleted);
    EXPECT_TRUE(gone);
    ASSERT_EQ(listed().size(), 1u);
    EXPECT_EQ(listed()[0].at("key"), "stranger-2");
    const auto imported = lab.api.post("/api/v1/devices/import?dryRun=false",
                                       json::array{{{"key", "stranger-2"}, {"name", "Two"}}}, lab.manager);
    EXPECT_EQ(imported.status, 200) << json::serialize(imported.body);
    EXPECT_TRUE(listed().empty());
}

TEST_F(AnUnregisteredDevice, that_is_refused_is_not_heard_until_it_is_forgotten) {
    say("stranger-1", true);
    const auto refused = lab.api.post(pathOf(listed()[0], "/refuse"), json::object{}, lab.manager);
    ASSERT_EQ(refused.status, 200) << json::serialize(refused.body);
    EXPECT_EQ(refused.body.at("refusedBy"), "The manager");
    EXPECT_EQ(say("stranger-1", false), 0u);
    EXPECT_EQ(say("stranger-1", true), 0u);
    const auto device = listed().at(0);
    EXPECT_EQ(lab.api.remove(pathOf(device), lab.manager).status, 200);
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(lab.api.remove(pathOf(device), lab.manager).status, 404);
    EXPECT_EQ(lab.api.post(pathOf(device, "/refuse"), json::object{}, lab.manager).status, 404);
    EXPECT_EQ(say("stranger-1", true), 1u);
    EXPECT_EQ(lab.one("SELECT string_agg(action || ' ' || target_id, ', ' ORDER BY id) FROM audit_log WHERE "
                      "target_kind = 'unregistered_device'"),
              "device.refuse stranger-1, device.forget stranger-1");
}

TEST_F(AnUnregisteredDevice, is_none_when_it_was_deleted_or_is_registered) {
    const auto id = lab.device("rig-a1");
    EXPECT_EQ(say("rig-a1", true), 0u);
    lab.api.schema.sql("UPDATE devices SET deleted_at = now() WHERE id = '" + id + "'");
    EXPECT_EQ(say("rig-a1", true), 0u);
    EXPECT_TRUE(listed().empty());
}

TEST_F(AnUnregisteredDevice, finds_room_among_a_thousand_only_where_another_has_gone) {
    lab.api.schema.sql("SELECT hear_unregistered(array_agg('stranger-' || i), array_agg(true)) "
                       "FROM generate_series(1, 1000) i");
    EXPECT_EQ(say("one-more", true), 0u);
    say("stranger-7", false);
    EXPECT_EQ(say("one-more", true), 2u) << "one goes, one comes";
    EXPECT_EQ(listed().size(), 1000u);
    EXPECT_EQ(say("stranger-7", true), 0u);
}

} // namespace labwarden

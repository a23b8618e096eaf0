// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people write in a description comes back as they wrote it, wherever it is shown, or is refused in
// words.

#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;
using testing::HasSubstr;

namespace {

const std::vector<std::string> harmless{R"(Rig "A1" 'quoted' `ticks` \ and / {"json": true})",
                                        "'; DROP TABLE devices; --",
                                        "$1 %s %d ${name} {{name}} $$",
                                        "labwarden/v1/devices/+/status/#",
                                        "👩🏽‍🔬 🏳️‍🌈 🇦🇹 lab",
                                        "جهاز الاختبار ٤٢",
                                        "מכשיר \u200Fבדיקה\u200E a-1",
                                        "检测设备 測試 テスト",
                                        "e\u0301 is not é",
                                        "<script>alert(1)</script> & <b>",
                                        "=cmd|' /C calc'!A0",
                                        "NULL",
                                        std::string(200, 'x')};

const std::vector<std::pair<std::string, const char*>> refused{
    {std::string(10'000, 'x'), "must have at most 200 characters"},
    {std::string("a\0b", 3), "control characters"},
    {"two\nlines", "control characters"},
    {"a\u0085b", "control characters"},
    {"user\u202Egnp.exe", "direction of text"},
    {"a\u2066b\u2069", "direction of text"},
    {"a\u2028b", "control characters"},
    {" blank", "blank"},
    {"", "must not be empty"}};

} // namespace

TEST(ANameOfADevice, that_is_harmless_is_shown_as_it_was_written_everywhere) {
    DeviceLab lab;
    int number = 0;
    for (const auto& name : harmless) {
        const json::value said{{"key", "rig-" + std::to_string(++number)},
                               {"name", name},
                               {"type", name},
                               {"location", {{"site", name}, {"room", ""}, {"rack", name}, {"slot", ""}}},
                               {"tags", {name.substr(0, 4) == "xxxx" ? "x" : name}},
                               {"capabilities", {"a", "b"}},
                               {"owner", name},
                               {"notes", name + "\n\t" + name},
                               {"attributes", {{"of " + std::to_string(number), name}}}};
        lab.api.events.take();
        const auto created = lab.api.post("/api/v1/devices", said, lab.manager);
        ASSERT_EQ(created.status, 201) << name << json::serialize(created.body);
        const auto id = std::string(created.body.at("id").as_string());
        const auto got = lab.get(id);
        for (const auto& [field, value] : said.as_object()) {
            EXPECT_EQ(created.body.at(field), value) << name;
            EXPECT_EQ(got.body.at(field), value) << name;
        }
        EXPECT_EQ(lab.api.events.take().at(0).state.at("name"), json::value(name));
        EXPECT_EQ(lab.one("SELECT new_value ->> 'name' FROM audit_log WHERE target_id = '" + id + "'"), name);
        const auto held = lab.api.post("/api/v1/test-runs", lab.wanted({id}), lab.engineer);
        EXPECT_EQ(held.body.at("devices").at(0).at("name"), json::value(name));
    }
    EXPECT_EQ(lab.one("SELECT count(*) FROM devices"), std::to_string(harmless.size()));
}

TEST(ANameOfADevice, that_is_not_is_refused_with_what_is_wrong_with_it) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    for (const auto& [name, why] : refused) {
        for (const auto& answer :
             {lab.api.post("/api/v1/devices", {{"key", "rig-a2"}, {"name", name}}, lab.manager),
              lab.api.put(lab.path(id), {{"name", name}}, lab.manager, 1)}) {
            EXPECT_EQ(answer.status, 422) << name.substr(0, 20);
            ASSERT_EQ(answer.faultsAt(), std::vector<std::string>{"/name"}) << name.substr(0, 20);
            EXPECT_THAT(std::string(answer.body.at("errors").at(0).at("message").as_string()),
                        HasSubstr(why));
        }
    }
    EXPECT_EQ(lab.get(id).body.at("name"), "Device rig-a1");
}

TEST(ANameOfADevice, may_be_long_in_its_notes_alone) {
    DeviceLab lab;
    std::string notes;
    for (int i = 0; i < 10'000; ++i)
        notes += i % 100 == 99 ? "\n" : "✓";
    const auto answer =
        lab.api.post("/api/v1/devices", {{"key", "a"}, {"name", "a"}, {"notes", notes}}, lab.manager);
    ASSERT_EQ(answer.status, 201);
    EXPECT_EQ(lab.get(std::string(answer.body.at("id").as_string())).body.at("notes"), json::value(notes));
}

TEST(AKeyOfADevice, has_nothing_in_it_that_means_something_to_MQTT_or_anybody) {
    DeviceLab lab;
    for (const char* key :
         {"+", "#", "rig/1", "rig+1", "$SYS", "Rig", "rig_1", "-a", "a-", "rig 1", "rig'", "😀", "rig.1",
          "x234567890123456789012345678901234567890123456789012345678901234x"})
        EXPECT_EQ(lab.api.post("/api/v1/devices", {{"key", key}, {"name", "x"}}, lab.manager).faultsAt(),
                  std::vector<std::string>{"/key"})
            << key;
}

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each device tells why it is in its state, and since when.

#include "common/domain/device_detail.h"
#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;
using testing::HasSubstr;

namespace {

void hear(DeviceLab& lab, bool online, const std::string& cause) {
    lab.api.schema.sqlAsApp(std::string("SELECT * FROM set_presence('{rig-a1}', '{") + (online ? "t" : "f") +
                            "}', '{" + cause + "}')");
}
std::string textOf(const json::value& device) {
    return json::value_to<std::string>(device.at("why").at("text"));
}

} // namespace

TEST(Why, a_device_is_offline_says_how_and_when_it_went) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    hear(lab, true, "unknown");
    for (const auto& [cause, words] :
         {std::pair{"silence", "heartbeats have stopped"}, {"goodbye", "goodbye"}}) {
        hear(lab, false, cause);
        const auto device = lab.get(id).body;
        EXPECT_EQ(device.at("state"), "offline");
        EXPECT_EQ(device.at("presence").at("cause"), json::value(cause));
        EXPECT_THAT(textOf(device), HasSubstr(words));
        EXPECT_EQ(device.at("why").at("since"), device.at("presence").at("since"));
        hear(lab, true, "unknown");
    }
    const auto back = lab.get(id).body;
    EXPECT_EQ(back.at("presence").at("cause"), "unknown");
    EXPECT_EQ(back.at("why").at("since"), back.at("presence").at("since"));
    EXPECT_EQ(textOf(back), "");
}

TEST(Why, a_device_is_under_test_says_whose_run_which_step_and_until_when) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    const auto run = lab.startRun({id});
    auto device = lab.get(id).body;
    EXPECT_EQ(device.at("why").at("by"), "The engineer");
    EXPECT_THAT(textOf(device), HasSubstr("of The engineer waits for a runner"));
    EXPECT_TRUE(device.at("why").at("until").is_null());
    lab.claim(run);
    lab.api.post("/api/v1/test-runs/" + run + "/progress",
                 {{"progress", {{"step", "warm up"}, {"stepIndex", 1}, {"stepCount", 3}, {"percent", 40}}}},
                 lab.tokens.make(run, 1));
    const auto version = device.at("lease").at("version");
    lab.api.events.take();
    device = lab.get(id).body;
    EXPECT_THAT(textOf(device), HasSubstr("is at step 2 of 3, warm up."));
    EXPECT_EQ(device.at("run").at("id"), json::value(run));
    EXPECT_EQ(device.at("run").at("testCaseTitle"), "Wait");
    EXPECT_TRUE(device.at("why").at("until").is_string());
    EXPECT_EQ(device.at("lease").at("version"), version) << "steps do not change what the board has";
    lab.callback(run);
    device = lab.get(id).body;
    EXPECT_TRUE(device.at("run").is_null());
    EXPECT_EQ(device.at("why").at("since"), device.at("lease").at("since"));
    EXPECT_THAT(textOf(device), HasSubstr("no agent")) << "nothing has been heard of it";
}

TEST(Why, an_offline_device_under_test_is_offline_first) {
    DeviceLab lab;
    const auto id = lab.device("rig-a1");
    hear(lab, true, "unknown");
    const auto run = lab.startRun({id});
    hear(lab, false, "silence");
    const auto device = lab.get(id).body;
    EXPECT_EQ(device.at("state"), "offline");
    EXPECT_THAT(textOf(device), HasSubstr("heartbeats"));
    EXPECT_EQ(device.at("run").at("id"), json::value(run)) << "the facts are all there";
}

} // namespace labwarden

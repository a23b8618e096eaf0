// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace labwarden {

using test::DeviceLab;

namespace {

class AFlappingDevice : public testing::Test {
protected:
    DeviceLab lab;
    const std::string id = lab.device("rig-a1");

    /// One word of the device; what it came to: "written", "known", "damped".
    std::string say(bool online) {
        const auto row =
            lab.api.schema
                .sql(std::string("SELECT event IS NOT NULL, damped FROM set_presence('{rig-a1}', '{") +
                     (online ? "t" : "f") + "}', '{silence}')")
                .front();
        return row[0].as<bool>() ? "written" : row[1].as<bool>() ? "damped" : "known";
    }
    /// As if everything had happened earlier.
    void wait(const std::string& interval) const {
        lab.api.schema.sql("UPDATE device_presence SET since = since - interval '" + interval +
                           "', losses_from = losses_from - interval '" + interval +
                           "', flapping_until = flapping_until - interval '" + interval + "'");
    }
    void comeAndGo(int times) {
        for (int i = 0; i < times; ++i) {
            ASSERT_EQ(say(true), "written") << i;
            ASSERT_EQ(say(false), "written") << i;
        }
    }
    bool flapping() {
        return lab.one("SELECT coalesce(flapping_until > now(), false) FROM device_presence") == "t";
    }
};

} // namespace

TEST_F(AFlappingDevice, comes_back_only_a_minute_after_its_last_loss) {
    comeAndGo(3);
    EXPECT_FALSE(flapping());
    EXPECT_EQ(say(true), "written") << "three losses are an ordinary bad day";
    EXPECT_EQ(say(false), "written");
    EXPECT_TRUE(flapping());
    EXPECT_EQ(say(true), "damped");
    EXPECT_EQ(lab.get(id).body.at("state"), "offline");
    EXPECT_TRUE(lab.get(id).body.at("presence").at("flappingUntil").is_string());
    EXPECT_EQ(say(false), "known");
    wait("59 seconds");
    EXPECT_EQ(say(true), "damped");
    wait("1 second");
    EXPECT_EQ(say(true), "written");
    EXPECT_EQ(lab.get(id).body.at("state"), "available");
    EXPECT_TRUE(flapping()) << "and is shown as such, since it may go again";
}

TEST_F(AFlappingDevice, is_an_ordinary_one_after_ten_minutes_without_a_loss) {
    comeAndGo(4);
    wait("1 minute");
    ASSERT_EQ(say(true), "written");
    wait("9 minutes");
    EXPECT_FALSE(flapping());
    EXPECT_EQ(say(false), "written");
    EXPECT_FALSE(flapping());
    EXPECT_EQ(say(true), "written");
}

TEST_F(AFlappingDevice, goes_on_to_be_one_with_each_loss) {
    comeAndGo(4);
    wait("5 minutes");
    ASSERT_EQ(say(true), "written");
    ASSERT_EQ(say(false), "written");
    wait("6 minutes"); // the window in which the first four fell is over
    EXPECT_TRUE(flapping());
    ASSERT_EQ(say(true), "written");
    ASSERT_EQ(say(false), "written");
    EXPECT_EQ(say(true), "damped");
}

TEST_F(AFlappingDevice, is_back_at_once_for_the_run_that_holds_it) {
    ASSERT_EQ(say(true), "written");
    lab.startRun({id});
    ASSERT_EQ(say(false), "written");
    comeAndGo(3);
    EXPECT_TRUE(flapping());
    EXPECT_EQ(say(true), "written");
    EXPECT_EQ(lab.get(id).body.at("state"), "under_test");
}

TEST_F(AFlappingDevice, is_not_made_by_losses_that_lie_far_apart) {
    for (int i = 0; i < 8; ++i) {
        comeAndGo(1);
        wait("4 minutes");
    }
    EXPECT_FALSE(flapping());
}

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/intake.h"

#include "server/devices/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace labwarden::telemetry {

using namespace std::chrono_literals;
using testing::ElementsAre;

namespace {

/// The times (ms) of all points that these messages, all of one device and one moment, have become.
std::vector<std::int64_t> timesOf(const std::vector<std::string>& payloads, Timestamp at) {
    Backlog backlog({}, nullptr);
    Intake intake({}, backlog, {});
    for (const std::string& payload : payloads)
        intake.arrived(devices::topicOf("rig-a1", devices::Leaf::telemetry), payload, at);
    intake.start();
    intake.stop();
    std::vector<std::int64_t> times;
    while (const auto piece = backlog.takeLive()) {
        std::istringstream lines(piece->batch.lines);
        for (std::string line; std::getline(lines, line);)
            times.push_back(std::stoll(line.substr(line.rfind(' ') + 1)));
        backlog.done(*piece);
    }
    return times;
}

const Timestamp moment{1'700'000'000'000};

} // namespace

TEST(AnIntake, makes_of_two_messages_in_one_millisecond_two_points) {
    const std::string message = R"({"values": {"vbus": 12}})";
    EXPECT_THAT(timesOf({message, message, message}, moment),
                ElementsAre(moment.ms, moment.ms + 1, moment.ms + 2));
}

TEST(AnIntake, keeps_the_points_of_lists_apart_that_come_at_once) {
    const std::string list = R"([{"values": {"vbus": 12}}, {"values": {"vbus": 13}}])";
    EXPECT_THAT(timesOf({list, list}, moment),
                ElementsAre(moment.ms - 1, moment.ms, moment.ms + 1, moment.ms + 2));
}

TEST(AnIntake, leaves_times_alone_that_devices_tell) {
    const std::string message = R"({"at": ")" + moment.text() + R"(", "values": {"vbus": 12}})";
    EXPECT_THAT(timesOf({message, message}, moment), ElementsAre(moment.ms, moment.ms));
}

TEST(AnIntake, does_not_run_ahead_of_the_clock_for_more_than_a_second) {
    const auto times = timesOf(std::vector<std::string>(1'500, R"({"values": {"vbus": 12}})"), moment);
    ASSERT_EQ(times.size(), 1'500u);
    EXPECT_EQ(*std::ranges::max_element(times), moment.ms + 1'000);
}

} // namespace labwarden::telemetry

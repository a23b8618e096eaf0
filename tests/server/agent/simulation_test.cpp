// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/simulated_device.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

using namespace labwarden::agent;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

std::map<std::string, double> read(SimulatedDevice& device, Clock::time_point now) {
    const auto values = device.read(now);
    return {values.begin(), values.end()};
}

const Clock::time_point start{1h};

std::vector<std::map<std::string, double>> hour(const Profile& profile, const std::string& key,
                                                std::uint64_t seed) {
    SimulatedDevice device(profile, key, 0, seed, start);
    std::vector<std::map<std::string, double>> all;
    for (int s = 1; s <= 3600; ++s)
        all.push_back(read(device, start + 1s * s));
    return all;
}

std::string faultOf(const std::string& json) {
    try {
        Profile::parse(json);
        return "none";
    } catch (const std::runtime_error& e) {
        return e.what();
    }
}

} // namespace

TEST(ASimulatedDevice, says_that_it_is_simulated) {
    const Profile profile = Profile::load("lab");
    EXPECT_THAT(SimulatedDevice(profile, "a", 0, 1, start).model(), HasSubstr("simulated"));
}

TEST(ASimulatedDevice, gives_what_its_metrics_name) {
    SimulatedDevice device(Profile::load("lab"), "a", 0, 1, start);
    const auto values = read(device, start + 1s);
    const auto metrics = device.metrics();
    EXPECT_EQ(metrics.size(), values.size());
    for (const auto& metric : metrics) {
        EXPECT_TRUE(values.contains(metric.name));
        EXPECT_FALSE(metric.unit.empty());
    }
}

TEST(ASimulatedDevice, goes_the_same_way_with_the_same_seed_and_another_with_another) {
    const Profile profile = Profile::load("lab");
    EXPECT_EQ(hour(profile, "a", 1), hour(profile, "a", 1));
    EXPECT_NE(hour(profile, "a", 1), hour(profile, "a", 2));
    EXPECT_NE(hour(profile, "a", 1), hour(profile, "b", 1));
}

TEST(ASimulatedDevice, warms_up_under_load_no_faster_than_its_body_allows_and_stays_in_bounds) {
    const Profile profile = Profile::load("steady"); // rise 30 K, lag 60 s, ambient 23 +- 1.5, +- 1 by place
    const auto all = hour(profile, "a", 3);
    double hottest = 0, coolest = 1000, steepest = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double t = all[i].at("case_temp");
        hottest = std::max(hottest, t);
        coolest = std::min(coolest, t);
        if (i > 0)
            steepest = std::max(steepest, std::abs(t - all[i - 1].at("case_temp")));
    }
    EXPECT_GT(hottest, 40) << "it does warm up";
    EXPECT_LT(hottest, 23 + 2.5 + 30 + 1);
    EXPECT_LT(coolest, 35) << "and cools down";
    EXPECT_GT(coolest, 20);
    EXPECT_LT(steepest, 30.0 / 60 + 0.6) << "no jumps: a first-order lag, and the noise of the sensor";
}

TEST(ASimulatedDevice, draws_more_current_and_sags_under_load) {
    const auto all = hour(Profile::load("steady"), "a", 4);
    double busVoltageLoaded = 0, busVoltageIdle = 0, loaded = 0, idle = 0;
    for (const auto& values : all) {
        const bool high = values.at("load_pct") > 50;
        (high ? busVoltageLoaded : busVoltageIdle) += values.at("vbus");
        ++(high ? loaded : idle);
        EXPECT_EQ(values.at("current") > 4, high);
        EXPECT_NEAR(values.at("vbus"), 12, 0.8);
    }
    ASSERT_GT(loaded, 100);
    ASSERT_GT(idle, 100);
    EXPECT_LT(busVoltageLoaded / loaded, busVoltageIdle / idle - 0.15);
}

TEST(ASimulatedFleet, has_flaky_and_absent_devices_in_their_shares) {
    const Profile profile = Profile::load("lab");
    int vanishing = 0, leaving = 0;
    for (std::size_t place = 0; place < 100; ++place) {
        SimulatedDevice device(profile, "d" + std::to_string(place), place, 1, start);
        if (const auto outage = device.nextOutage()) {
            ++(outage->vanishes ? vanishing : leaving);
            const auto& expected = outage->vanishes ? profile.flaky : profile.away;
            EXPECT_GE(outage->length, std::chrono::duration<double>(expected.length.low));
            EXPECT_LE(outage->length, std::chrono::duration<double>(expected.length.high));
        }
    }
    EXPECT_EQ(vanishing, 10);
    EXPECT_THAT(leaving, testing::AllOf(testing::Ge(4), testing::Le(6)));
    for (std::size_t place = 0; place < 100; ++place)
        EXPECT_FALSE(SimulatedDevice(Profile::load("steady"), "d", place, 1, start).nextOutage());
}

TEST(AProfile, that_is_wrong_says_what_and_where) {
    EXPECT_EQ(faultOf(R"({"kinds": [{"name": "x"}]})"), "none");
    EXPECT_THAT(faultOf("{"), HasSubstr("no JSON"));
    EXPECT_THAT(faultOf("[]"), HasSubstr("/: must be an object"));
    EXPECT_THAT(faultOf("{}"), HasSubstr("/kinds"));
    EXPECT_THAT(faultOf(R"({"kinds": [{}]})"), HasSubstr("/kinds/0/name"));
    EXPECT_THAT(faultOf(R"({"kinds": [{"name": "x", "vbuss": 1}]})"),
                HasSubstr("/kinds/0/vbuss: is not known"));
    EXPECT_THAT(faultOf(R"({"kinds": [{"name": "x", "lag": 0}]})"), HasSubstr("/kinds/0/lag"));
    EXPECT_THAT(faultOf(R"({"kinds": [{"name": "x", "idle": [9, 3]}]})"), HasSubstr("/kinds/0/idle"));
    EXPECT_THAT(faultOf(R"({"kinds": [{"name": "x"}], "flaky": {"share": 0.5}})"), HasSubstr("/flaky"));
    EXPECT_THAT(faultOf(R"({"kinds": [{"name": "x"}], "more": 1})"), HasSubstr("/more: is not known"));
    EXPECT_THROW(Profile::load("no such profile"), std::runtime_error);
}

TEST(AProfile, of_the_document_can_be_read) {
    std::ifstream file(LABWARDEN_SOURCE_DIR "/server/agent/SIMULATION.md");
    std::stringstream text;
    text << file.rdbuf();
    const std::string document = text.str(), open = "```json\n";
    const auto begin = document.find(open) + open.size();
    EXPECT_EQ(faultOf(document.substr(begin, document.find("```", begin) - begin)), "none");
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::devices;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

TEST(ATopic, names_a_device_and_what_it_speaks_of) {
    EXPECT_EQ(topicOf("bench-1", Leaf::status), "labwarden/v1/devices/bench-1/status");
    EXPECT_EQ(topicFilter(Leaf::telemetry), "labwarden/v1/devices/+/telemetry");
    const auto topic = parseTopic("labwarden/v1/devices/bench-1/meta");
    ASSERT_TRUE(topic);
    EXPECT_EQ(topic->key, "bench-1");
    EXPECT_EQ(topic->leaf, Leaf::meta);
    for (const auto* bad : {"labwarden/v1/devices/bench-1/other", "labwarden/v1/devices//meta",
                            "labwarden/v1/devices/Bench/meta", "labwarden/v1/devices/bench/meta/x",
                            "labwarden/v1/devices/bench", "elsewhere", ""})
        EXPECT_FALSE(parseTopic(bad)) << bad;
}

TEST(AStatus, is_read_as_documented) {
    std::string why;
    const auto status = readStatus(
        R"({"online": true, "heartbeatMs": 250, "at": "2026-03-01T14:02:18.250Z", "more": []})", why);
    ASSERT_TRUE(status) << why;
    EXPECT_TRUE(status->online);
    EXPECT_EQ(status->heartbeat, 250ms);
    EXPECT_EQ(status->at, Timestamp::parse("2026-03-01T14:02:18.250Z"));
    const auto will = readStatus(R"({"online": false})", why);
    ASSERT_TRUE(will);
    EXPECT_FALSE(will->online);
    EXPECT_EQ(will->heartbeat, 10s);
}

TEST(AStatus, that_is_not_as_documented_is_refused) {
    for (const auto* bad : {"", "{", "true", "[]", "{}", R"({"online": 1})", R"({"online": "true"})",
                            R"({"online":true,"heartbeatMs":0})", R"({"online":true,"heartbeatMs":1e99})",
                            R"({"online":true,"heartbeatMs":100.5})", R"({"online":true,"heartbeatMs":"10"})",
                            R"({"online":true,"at":"yesterday"})", R"({"online":true,"at":5})",
                            "{\"online\":true,\"x\":\"\xff\"}"}) {
        std::string why;
        EXPECT_FALSE(readStatus(bad, why)) << bad;
        EXPECT_FALSE(why.empty());
    }
}

TEST(Meta, gives_each_metric_with_unit_and_interval) {
    std::string why;
    const auto metrics =
        readMeta(R"({"load1": {}, "cpu_pct": {"unit": "%", "intervalMs": 500, "more": 1}})", why);
    ASSERT_TRUE(metrics) << why;
    ASSERT_EQ(metrics->size(), 2U);
    EXPECT_EQ((*metrics)[0].name, "cpu_pct");
    EXPECT_EQ((*metrics)[0].unit, "%");
    EXPECT_EQ((*metrics)[0].intervalMs, 500);
    EXPECT_EQ((*metrics)[1].intervalMs, 1000);
    const auto again = readMeta(metaPayload(*metrics), why);
    ASSERT_TRUE(again);
    EXPECT_EQ(metaPayload(*again), metaPayload(*metrics));
}

TEST(Meta, that_is_not_as_documented_is_refused) {
    for (const auto* bad :
         {"[]", R"({"CPU":{}})", R"({"a":1})", R"({"a":{"unit":5}})", R"({"a":{"unit":"x\ny"}})",
          R"({"a":{"intervalMs":0}})", R"({"a":{"intervalMs":86400001}})", R"({"time":{}})", R"({"":{}})"}) {
        std::string why;
        EXPECT_FALSE(readMeta(bad, why)) << bad;
    }
}

TEST(Telemetry, comes_as_one_reading_or_as_several) {
    std::string why;
    const auto one =
        readTelemetry(R"({"at": "2026-03-01T14:02:18.250Z", "values": {"vbus": 5, "load1": 0.25}})", why);
    ASSERT_TRUE(one) << why;
    ASSERT_EQ(one->size(), 1U);
    EXPECT_THAT(one->front().values, ElementsAre(Pair("vbus", 5.0), Pair("load1", 0.25)));
    const auto two = readTelemetry(R"([{"values": {"a": 1}}, {"values": {"a": -2e3}}])", why);
    ASSERT_TRUE(two) << why;
    EXPECT_EQ(two->size(), 2U);
    EXPECT_FALSE(two->front().at);
    const auto again = readTelemetry(telemetryPayload(one->front()), why);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->front().values, one->front().values);
    EXPECT_EQ(again->front().at, one->front().at);
}

TEST(Telemetry, that_is_not_as_documented_is_refused) {
    std::vector<std::string> bad{"",
                                 "[]",
                                 "5",
                                 "{}",
                                 R"({"values": {}})",
                                 R"({"values": [1]})",
                                 R"({"values": {"A": 1}})",
                                 R"({"values": {"a": "1"}})",
                                 R"({"values": {"a": true}})",
                                 R"({"values": {"a": null}})",
                                 R"({"values": {"a": 1e999}})",
                                 R"({"values": {"a": NaN}})",
                                 R"({"values": {"clock_off": 1}})",
                                 R"({"values": {"device": 1}})",
                                 R"({"at": "x", "values": {"a": 1}})",
                                 R"([{"values": {"a": 1}}, {"values": {"a": "x"}}])"};
    bad.push_back("{\"values\": {\"a\": 1}, \"pad\": \"" + std::string(maxPayload, 'x') + "\"}");
    bad.push_back(std::string(60'000, '['));
    std::string many = "[";
    for (std::size_t i = 0; i <= maxReadings; ++i)
        many += R"({"values":{"a":1}},)";
    many.back() = ']';
    bad.push_back(many);
    std::string wide = R"({"values": {)";
    for (std::size_t i = 0; i <= maxMetrics; ++i)
        wide += "\"m" + std::to_string(i) + "\":1,";
    wide.back() = '}';
    bad.push_back(wide + "}");
    for (const auto& payload : bad) {
        std::string why;
        EXPECT_FALSE(readTelemetry(payload, why)) << payload.substr(0, 60);
        EXPECT_FALSE(why.empty());
    }
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"
#include "server/telemetry/latest.h"
#include "server/telemetry/latest_routes.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;
using testing::ElementsAre;

namespace {

/// By key of the device: value and unit.
using Values = std::map<std::string, std::pair<double, std::string>>;

class TheNewestValues : public testing::Test {
protected:
    TheNewestValues()
        : url(own())
        , network(url.host, url.port)
        , influx(url)
        , api([this](auto& database, auto&, auto&) {
            Url distant = url;
            distant.port = network.port();
            latest = std::make_unique<Latest>(distant, database);
            return latestRoutes(*latest);
        })
        , token(api.signIn("viewer")) {
        influx.createDatabase();
        for (const char* key : {"oven-1", "oven-2", "oven-3"})
            api.schema.sql(std::string("INSERT INTO devices (key, name) VALUES ('") + key + "', 'Oven')");
    }
    ~TheNewestValues() override { influx.dropDatabase(); }

    static Url own() {
        Url url = Url::parse(Services::get().influx);
        url.query = {{"db", uniqueName("test")}};
        return url;
    }
    std::string idOf(const std::string& key) {
        return api.schema.sql("SELECT id FROM devices WHERE key = '" + key + "'")
            .front()[0]
            .as<std::string>();
    }
    void measures(const std::string& key, const std::string& metric, const std::string& unit,
                  int intervalMs) {
        api.schema.sql("INSERT INTO device_metrics VALUES ('" + idOf(key) + "', '" + metric + "', '" + unit +
                       "', " + std::to_string(intervalMs) + ")");
    }
    void sends(const std::string& key, const std::string& metric, double value,
               std::chrono::milliseconds ago = 0ms) {
        influx.writeLines(lineOf(clients::TelemetryPoint{
            .device = key, .at = Timestamp::now() - ago, .values = {{metric, value}}}));
    }
    Values values(const std::string& metric) {
        const auto answer = api.get("/api/v1/telemetry/latest?metric=" + metric, token);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(std::string(answer.body.at("metric").as_string()), metric);
        Values found;
        for (const auto& value : answer.body.at("values").as_array()) {
            const auto rows = api.schema.sql("SELECT key FROM devices WHERE id = '" +
                                             std::string(value.at("deviceId").as_string()) + "'");
            found[rows.front()[0].as<std::string>()] = {value.at("value").to_number<double>(),
                                                        std::string(value.at("unit").as_string())};
        }
        return found;
    }

    const Url url;
    TcpProxy network;
    clients::InfluxClient influx;
    std::unique_ptr<Latest> latest;
    TestApi api;
    const std::string token;
};

TEST_F(TheNewestValues, are_the_last_of_each_device_with_its_own_unit) {
    measures("oven-1", "case_temp", "°C", 1000);
    sends("oven-1", "case_temp", 40.5, 5s);
    sends("oven-1", "case_temp", 41.5, 1s);
    sends("oven-2", "case_temp", 39.5); // has said nothing of its metrics
    sends("oven-3", "vbus", 12.5);
    EXPECT_EQ(values("case_temp"), (Values{{"oven-1", {41.5, "°C"}}, {"oven-2", {39.5, ""}}}));
    EXPECT_EQ(values("nobody_has_it"), Values());
}

TEST_F(TheNewestValues, are_not_shown_once_they_are_old_by_the_device_s_own_measure) {
    measures("oven-1", "case_temp", "°C", 1000);
    measures("oven-2", "case_temp", "°C", 60'000);
    measures("oven-3", "case_temp", "°C", 86'400'000);
    sends("oven-1", "case_temp", 40, 90s);
    sends("oven-2", "case_temp", 41, 90s);
    sends("oven-3", "case_temp", 42, 16min);
    EXPECT_EQ(values("case_temp"), (Values{{"oven-2", {41, "°C"}}}));
}

TEST_F(TheNewestValues, of_a_deleted_device_are_nobody_s) {
    sends("oven-1", "case_temp", 40);
    api.schema.sql("UPDATE devices SET deleted_at = now() WHERE key = 'oven-1'");
    EXPECT_EQ(values("case_temp"), Values());
}

TEST_F(TheNewestValues, are_asked_of_InfluxDB_once_for_everybody_who_asks_in_a_while) {
    sends("oven-1", "case_temp", 40);
    EXPECT_EQ(values("case_temp"), (Values{{"oven-1", {40, ""}}}));
    network.cut(); // whoever asks again within freshFor gets the same text
    EXPECT_EQ(latest->of("case_temp"), latest->of("case_temp"));
    EXPECT_EQ(values("case_temp"), (Values{{"oven-1", {40, ""}}}));
    EXPECT_EQ(api.get("/api/v1/telemetry/latest?metric=other", token).status, 503);
}

TEST_F(TheNewestValues, are_right_for_many_who_ask_at_once) {
    sends("oven-1", "case_temp", 40);
    std::vector<std::shared_ptr<const std::string>> texts(16);
    {
        std::vector<std::jthread> boards;
        for (auto& text : texts)
            boards.emplace_back([&] { text = latest->of("case_temp"); });
    }
    for (const auto& text : texts)
        EXPECT_EQ(text, texts.front());
}

TEST_F(TheNewestValues, need_the_name_of_a_metric) {
    EXPECT_THAT(api.get("/api/v1/telemetry/latest", token).faultsAt(), ElementsAre("/metric"));
    EXPECT_THAT(api.get("/api/v1/telemetry/latest?metric=a%22%3B%20DROP", token).faultsAt(),
                ElementsAre("/metric"));
}

TEST_F(TheNewestValues, come_with_a_list_of_what_the_lab_measures_the_most_frequent_first) {
    measures("oven-1", "case_temp", "°C", 1000);
    measures("oven-2", "case_temp", "°C", 1000);
    measures("oven-3", "case_temp", "K", 1000);
    measures("oven-1", "vbus", "V", 100);
    measures("oven-2", "ripple", "mV", 100);
    measures("oven-3", "ripple", "mV", 100);
    const auto answer = api.get("/api/v1/telemetry/metrics", token);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body,
              (boost::json::value{{"metrics", boost::json::array{
                                                  {{"name", "case_temp"}, {"unit", "°C"}, {"devices", 3}},
                                                  {{"name", "ripple"}, {"unit", "mV"}, {"devices", 2}},
                                                  {{"name", "vbus"}, {"unit", "V"}, {"devices", 1}},
                                              }}}));
}

} // namespace

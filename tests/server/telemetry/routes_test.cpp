// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"
#include "server/telemetry/query_service.h"
#include "server/telemetry/routes.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;
using testing::ElementsAre;

namespace {

class AskingForTelemetry : public testing::Test {
protected:
    AskingForTelemetry()
        : url(own())
        , network(url.host, url.port)
        , influx(url)
        , api([this](auto& database, auto&, auto&) {
            Url distant = url;
            distant.port = network.port();
            service = std::make_unique<QueryService>(distant, database);
            return telemetryRoutes(*service);
        })
        , token(api.signIn("viewer")) {
        influx.createDatabase();
        id = api.schema.sql("INSERT INTO devices (key, name) VALUES ('bench-1', 'Bench 1') RETURNING id")
                 .front()[0]
                 .as<std::string>();
    }
    ~AskingForTelemetry() override { influx.dropDatabase(); }

    static Url own() {
        Url url = Url::parse(Services::get().influx);
        url.query = {{"db", uniqueName("test")}};
        return url;
    }
    ApiAnswer ask(const std::string& rest) { return api.get("/api/v1/devices/" + id + "/" + rest, token); }

    const Url url;
    TcpProxy network;
    clients::InfluxClient influx;
    std::unique_ptr<QueryService> service;
    TestApi api;
    const std::string token;
    std::string id;
    const Timestamp start = *Timestamp::parse("2026-03-01T12:00:00Z");
};

} // namespace

TEST_F(AskingForTelemetry, gives_a_series_thinned_to_what_was_asked_for_with_its_unit) {
    api.schema.sql("INSERT INTO device_metrics VALUES ('" + id + "', 'vbus', 'V', 100)");
    std::string lines;
    for (int i = 0; i < 600; ++i)
        lines += lineOf(clients::TelemetryPoint{
            .device = "bench-1", .at = start + 100ms * i, .values = {{"vbus", i == 300 ? 13.0 : 12.0}}});
    influx.writeLines(lines);

    const auto whole = ask("telemetry?metric=vbus&from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:01Z");
    ASSERT_EQ(whole.status, 200);
    EXPECT_EQ(whole.body.at("device"), "bench-1");
    EXPECT_EQ(whole.body.at("metric"), "vbus");
    EXPECT_EQ(whole.body.at("unit"), "V");
    ASSERT_EQ(whole.body.at("points").as_array().size(), 10U);
    EXPECT_EQ(whole.body.at("points").at(1), (boost::json::array{start.ms + 100, 12.0}));

    const auto thin =
        ask("telemetry?metric=vbus&from=2026-03-01T12:00:00Z&to=2026-03-01T12:01:00Z&points=20");
    ASSERT_EQ(thin.status, 200);
    const auto& points = thin.body.at("points").as_array();
    EXPECT_LE(points.size(), 20U);
    EXPECT_THAT(points, testing::Contains(boost::json::value(boost::json::array{start.ms + 30'000, 13.0})));
}

TEST_F(AskingForTelemetry, shows_a_spike_where_it_was_and_the_gap_where_nothing_was) {
    api.schema.sql("INSERT INTO device_metrics VALUES ('" + id + "', 'vbus', 'V', 100)");
    std::string lines;
    for (int i = 0; i < 600; ++i)
        if (i < 200 || i >= 300) // ten seconds without a word
            lines += lineOf(clients::TelemetryPoint{.device = "bench-1",
                                                    .at = start + 100ms * i,
                                                    .values = {{"vbus", i == 457 ? 99.0 : 12.0 + i % 2}}});
    influx.writeLines(lines);
    const auto gap = boost::json::array{boost::json::array{start.ms + 19'900, start.ms + 30'000}};

    const auto whole =
        ask("telemetry?metric=vbus&from=2026-03-01T12:00:00Z&to=2026-03-01T12:01:00Z&points=600");
    EXPECT_EQ(whole.body.at("points").as_array().size(), 500U) << "all of them fit";
    EXPECT_EQ(whole.body.at("gaps"), gap);
    EXPECT_EQ(whole.body.at("intervalMs"), 100);

    const auto thin =
        ask("telemetry?metric=vbus&from=2026-03-01T12:00:00Z&to=2026-03-01T12:01:00Z&points=40");
    EXPECT_LE(thin.body.at("points").as_array().size(), 40U);
    EXPECT_THAT(thin.body.at("points").as_array(),
                testing::Contains(boost::json::value(boost::json::array{start.ms + 45'700, 99.0})));
    ASSERT_EQ(thin.body.at("gaps").as_array().size(), 1U);
    const auto& told = thin.body.at("gaps").at(0);
    EXPECT_LE(told.at(0).as_int64(), start.ms + 19'900);
    EXPECT_GE(told.at(1).as_int64(), start.ms + 30'000);
}

TEST_F(AskingForTelemetry, gives_several_metrics_in_one_answer) {
    api.schema.sql("INSERT INTO device_metrics VALUES ('" + id + "', 'a', 'V', 100)");
    influx.writeLines(
        lineOf(clients::TelemetryPoint{.device = "bench-1", .at = start, .values = {{"a", 1}, {"b", 2}}}));
    const auto answer = ask("telemetry?metric=b&metric=none&metric=a&from=2026-03-01T12:00:00Z");
    ASSERT_EQ(answer.status, 200);
    const auto& series = answer.body.at("series").as_array();
    ASSERT_EQ(series.size(), 3U);
    EXPECT_EQ(series[0].at("points"), (boost::json::value{{start.ms, 2.0}}));
    EXPECT_EQ(series[0].at("intervalMs"), nullptr) << "it is not in the device's meta";
    EXPECT_TRUE(series[1].at("points").as_array().empty());
    EXPECT_EQ(series[2].at("unit"), "V");
    std::string many = "telemetry?from=2026-03-01T12:00:00Z";
    for (int i = 0; i < 17; ++i)
        many += "&metric=m" + std::to_string(i);
    EXPECT_THAT(ask(many).faultsAt(), ElementsAre("/metric"));
}

TEST_F(AskingForTelemetry, gives_an_empty_series_where_there_is_none) {
    const auto answer = ask("telemetry?metric=nothing&from=2026-03-01T12:00:00Z");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body.at("points").as_array().empty());
    EXPECT_EQ(answer.body.at("unit"), "");
}

TEST_F(AskingForTelemetry, names_every_fault_of_the_question) {
    EXPECT_THAT(ask("telemetry").faultsAt(), ElementsAre("/metric", "/from"));
    EXPECT_THAT(ask("telemetry?metric=x&from=yesterday&to=today&points=many").faultsAt(),
                ElementsAre("/from", "/to", "/points"));
    EXPECT_THAT(
        ask("telemetry?metric=a%22%3B&from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:00Z&points=1").faultsAt(),
        ElementsAre("/metric", "/from", "/points"));
    EXPECT_EQ(ask("telemetry").status, 422);
    EXPECT_THAT(ask("telemetry?metric=x&from=2000-01-01T00:00:00Z&to=2026-03-01T12:00:00Z").faultsAt(),
                ElementsAre("/from"));
    // InfluxDB counts nanoseconds in 64 bits.
    EXPECT_THAT(ask("telemetry?metric=x&from=0001-01-01T00:00:00Z&to=9999-01-01T00:00:00Z").faultsAt(),
                ElementsAre("/from", "/to"));
}

TEST_F(AskingForTelemetry, tells_the_metrics_by_meta_or_else_by_what_was_sent) {
    EXPECT_EQ(ask("metrics").body, (boost::json::value{{"metrics", boost::json::array()}}));
    influx.writeLines(lineOf(
        clients::TelemetryPoint{.device = "bench-1", .at = Timestamp::now(), .values = {{"case_temp", 1}}}));
    EXPECT_EQ(ask("metrics").body.at("metrics").at(0).at("name"), "case_temp");
    api.schema.sql("INSERT INTO device_metrics VALUES ('" + id + "', 'vbus', 'V', 100)");
    EXPECT_EQ(ask("metrics").body.at("metrics"),
              (boost::json::value{{{"name", "vbus"}, {"unit", "V"}, {"intervalMs", 100}}}));
}

TEST_F(AskingForTelemetry, of_no_such_device_is_not_found_and_without_session_not_answered) {
    id = "00000000-0000-4000-8000-000000000000";
    EXPECT_EQ(ask("metrics").status, 404);
    EXPECT_EQ(ask("telemetry?metric=x&from=2026-03-01T12:00:00Z").status, 404);
    id = "nonsense";
    EXPECT_EQ(ask("metrics").status, 404);
    EXPECT_EQ(api.get("/api/v1/devices/" + id + "/metrics").status, 401);
}

TEST_F(AskingForTelemetry, says_so_while_influx_is_away_and_works_again_afterwards) {
    network.cut();
    EXPECT_EQ(ask("telemetry?metric=vbus&from=2026-03-01T12:00:00Z").status, 503);
    network.restore();
    EXPECT_TRUE(
        eventually([&] { return ask("telemetry?metric=vbus&from=2026-03-01T12:00:00Z").status == 200; }));
}

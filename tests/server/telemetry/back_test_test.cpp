// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/http_client.h"
#include "server/clients/telemetry_reader.h"
#include "server/telemetry/back_test_routes.h"
#include "server/telemetry/query_service.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <atomic>
#include <cmath>
#include <thread>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class BackTesting : public testing::Test {
protected:
    BackTesting()
        : url(own())
        , network(url.host, url.port)
        , influx(url)
        , api([this](auto& database, auto&, auto&) {
            Url distant = url;
            distant.port = network.port();
            service = std::make_unique<QueryService>(distant, database);
            return backTestRoutes(*service);
        })
        , token(api.signIn("viewer")) {
        influx.createDatabase();
        id = api.schema.sql("INSERT INTO devices (key, name) VALUES ('bench-1', 'Bench 1') RETURNING id")
                 .front()[0]
                 .as<std::string>();
        api.schema.sql("INSERT INTO device_metrics VALUES ('" + id + "', 'vbus', 'V', 1000)");
    }
    ~BackTesting() override { influx.dropDatabase(); }

    static Url own() {
        Url url = Url::parse(Services::get().influx);
        url.query = {{"db", uniqueName("test")}};
        return url;
    }
    /// One a second from `begin` on; what is no number is not written.
    void write(Timestamp begin, const std::string& metric, const std::vector<double>& values) {
        std::string lines;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (std::isfinite(values[i]))
                lines += lineOf(clients::TelemetryPoint{.device = "bench-1",
                                                        .at = begin + 1s * static_cast<int>(i),
                                                        .values = {{metric, values[i]}}});
        influx.writeLines(lines);
    }
    boost::json::object body(const std::vector<std::string>& expressions) {
        boost::json::array criteria;
        for (const auto& expression : expressions)
            criteria.push_back(boost::json::object{{"expression", expression}});
        return {{"deviceId", id},
                {"from", "2026-03-01T12:00:00Z"},
                {"to", "2026-03-01T12:00:09Z"},
                {"criteria", criteria}};
    }
    ApiAnswer ask(const boost::json::value& what) {
        return api.post("/api/v1/test-cases/back-test", what, token);
    }
    ApiAnswer tryOut(const std::vector<std::string>& expressions) { return ask(body(expressions)); }

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

TEST_F(BackTesting, tells_of_each_criterion_whether_it_would_have_held_and_where_not) {
    write(start, "vbus", {12, 12, 14, 15, 12, 12, 12, 14, 12, 12});
    const auto answer = tryOut({"max(vbus) < 13 V", "min(vbus) > 11 V", "mean(vbus) < 13 V over 2s"});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body.at("device"), "bench-1");
    const auto& results = answer.body.at("results").as_array();
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].at("verdict"), "failed");
    EXPECT_EQ(results[0].at("value"), 15.0);
    EXPECT_EQ(results[0].at("at"), "2026-03-01T12:00:03.000Z");
    ASSERT_EQ(results[0].at("broken").as_array().size(), 2U);
    EXPECT_EQ(results[0].at("broken").at(0), (boost::json::value{{"from", "2026-03-01T12:00:02.000Z"},
                                                                 {"to", "2026-03-01T12:00:03.000Z"},
                                                                 {"worst", 15.0},
                                                                 {"at", "2026-03-01T12:00:03.000Z"}}));
    EXPECT_EQ(results[1].at("verdict"), "passed");
    EXPECT_TRUE(results[1].at("broken").as_array().empty());
    EXPECT_EQ(results[2].at("value"), 14.5);
    EXPECT_EQ(results[2].at("measured").as_array().size(), 8U);
    ASSERT_EQ(answer.body.at("series").as_array().size(), 1U);
    EXPECT_EQ(answer.body.at("series").at(0).at("unit"), "V");
    EXPECT_EQ(answer.body.at("series").at(0).at("points").as_array().size(), 10U);
}

TEST_F(BackTesting, shows_what_broke_between_gaps_that_allow_no_verdict) {
    write(start, "vbus", {12, 14, NAN, NAN, NAN, NAN, 12, 15, 12, 12});
    const auto answer = tryOut({"max(vbus) < 13 V"});
    const auto& result = answer.body.at("results").at(0);
    EXPECT_EQ(result.at("verdict"), "noData");
    EXPECT_EQ(result.at("value"), nullptr);
    EXPECT_EQ(result.at("seen"), 15.0);
    EXPECT_EQ(result.at("broken").as_array().size(), 2U);
    EXPECT_EQ(result.at("gaps"), (boost::json::value{{start.ms + 1000, start.ms + 6000}}));
    EXPECT_EQ(answer.body.at("series").at(0).at("gaps"), result.at("gaps"));
}

TEST_F(BackTesting, has_no_data_for_what_nobody_sent_and_no_verdict_where_units_do_not_fit) {
    write(start, "vbus", std::vector<double>(10, 12));
    const auto answer = tryOut({"max(nothing) < 1", "max(vbus) < 13 A", "max(vbus) < 13000 mV"});
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto& results = answer.body.at("results").as_array();
    EXPECT_EQ(results[0].at("verdict"), "noData");
    EXPECT_EQ(results[1].at("verdict"), "invalid");
    EXPECT_THAT(std::string(results[1].at("message").as_string()), HasSubstr("V"));
    EXPECT_EQ(results[2].at("verdict"), "passed");
    EXPECT_EQ(results[2].at("value"), 12000.0);
}

TEST_F(BackTesting, judges_every_sample_however_few_are_drawn) {
    std::vector<double> values(60'000, 12); // more than one page of what is read
    values[55'555] = 99;
    for (std::size_t i = 0; i < values.size(); i += 5'000)
        write(start + 1s * static_cast<int>(i), "vbus",
              {values.begin() + static_cast<std::ptrdiff_t>(i),
               values.begin() + static_cast<std::ptrdiff_t>(i + 5'000)});
    auto asked = body({"max(vbus) < 13 V"});
    asked["to"] = (start + 59'999s).text();
    asked["points"] = 20;
    const auto answer = ask(asked);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body.at("results").at(0).at("value"), 99.0);
    EXPECT_LE(answer.body.at("series").at(0).at("points").as_array().size(), 20U);
    asked["points"] = 0;
    EXPECT_TRUE(ask(asked).body.at("series").as_array().empty());
}

TEST_F(BackTesting, live_takes_each_window_up_to_the_newest_sample) {
    const Timestamp now = Timestamp::now();
    write(now - 400s, "vbus", std::vector<double>(396, 12));
    write(now - 4s, "vbus", {14, 14});
    auto asked = body({"mean(vbus) < 13 V over 2s", "max(vbus) < 13 V", "last(quiet) < 1"});
    asked.erase("from");
    asked.erase("to");
    asked["points"] = 0;
    const auto answer = ask(asked);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto& results = answer.body.at("results").as_array();
    EXPECT_EQ(results[0].at("value"), 14.0);
    EXPECT_EQ(results[0].at("to").as_string(), (now - 3s).text());
    EXPECT_EQ(results[1].at("from").as_string(), (now - 303s).text());
    EXPECT_EQ(results[1].at("verdict"), "failed");
    EXPECT_EQ(results[2].at("verdict"), "noData");
}

TEST_F(BackTesting, puts_parameters_in_with_what_is_given_or_their_defaults) {
    write(start, "vbus", std::vector<double>(10, 12));
    auto asked = body({"max(vbus) < ${limit} V"});
    asked["parameters"] = {{{"name", "limit"}, {"type", "number"}, {"defaultValue", 13}},
                           {{"name", "serial"}, {"type", "text"}}};
    EXPECT_EQ(ask(asked).body.at("results").at(0).at("verdict"), "passed");
    asked["parameterValues"] = {{"limit", 11}};
    const auto answer = ask(asked);
    EXPECT_EQ(answer.body.at("results").at(0).at("verdict"), "failed");
    EXPECT_EQ(answer.body.at("results").at(0).at("expression"), "max(vbus) < 11 V");
    asked["parameterValues"] = {{"limit", "low"}, {"colour", "red"}};
    EXPECT_THAT(ask(asked).faultsAt(), ElementsAre("/parameterValues/limit", "/parameterValues/colour"));
}

TEST_F(BackTesting, names_every_fault_of_the_question) {
    auto asked = body({"maxx(vbus) < 1", "max(vbus) < ${none}", "max(vbus) <"});
    asked["from"] = "2026-03-01T13:00:00Z";
    EXPECT_THAT(ask(asked).faultsAt(), ElementsAre("/from", "/criteria/0/expression",
                                                   "/criteria/1/expression", "/criteria/2/expression"));
    EXPECT_THAT(ask(boost::json::object()).faultsAt(), ElementsAre("/deviceId", "/criteria"));
    EXPECT_THAT(ask({{"deviceId", 7}, {"from", "soon"}, {"criteria", {1, 2}}, {"points", -1}, {"more", 1}})
                    .faultsAt(),
                ElementsAre("/deviceId", "/from", "/criteria/0", "/criteria/1", "/points", "/to", "/more"));
    EXPECT_EQ(ask(boost::json::array{1, 2}).status, 422);
    auto garbage = body({std::string("max(v\x01) < 1"), std::string(2000, 'x'), "\"; DROP DATABASE test"});
    EXPECT_EQ(ask(garbage).status, 422);
    auto ancient = body({"max(vbus) < 1"});
    ancient["from"] = "1500-01-01T00:00:00Z";
    ancient["to"] = "1500-01-01T01:00:00Z";
    EXPECT_THAT(ask(ancient).faultsAt(), ElementsAre("/from"));
}

TEST_F(BackTesting, of_too_many_samples_says_how_many_there_are_and_what_to_do) {
    write(start, "vbus", std::vector<double>(10, 12));
    const WholeQuery query{.metrics = {"vbus"},
                           .span =
                               [this](auto) {
                                   return TelemetryGap{start, start + 9s};
                               },
                           .most = 9};
    try {
        service->whole(id, query);
        FAIL() << "ten samples are more than nine";
    } catch (const Invalid& e) {
        ASSERT_EQ(e.faults.size(), 1U);
        EXPECT_EQ(e.faults[0].pointer, "/from");
        EXPECT_THAT(e.faults[0].message, HasSubstr("has 10 samples"));
        EXPECT_THAT(e.faults[0].message, HasSubstr("choose a shorter time"));
    }
    auto late = query;
    late.most = 10;
    late.deadline = -1ms;
    EXPECT_THROW(service->whole(id, late), Unavailable);
}

TEST_F(BackTesting, needs_a_device_a_session_and_the_right_to_look_at_devices) {
    auto asked = body({"max(vbus) < 1"});
    asked["deviceId"] = "00000000-0000-4000-8000-000000000000";
    EXPECT_EQ(ask(asked).status, 404);
    EXPECT_EQ(api.post("/api/v1/test-cases/back-test", body({"max(vbus) < 1"})).status, 401);
    api.schema.sql("INSERT INTO roles (name, permissions) VALUES ('writer', '{testcases:read}')");
    addUser(api.schema, "writer", "writer");
    api.schema.sql(
        "UPDATE users SET password_hash = v.password_hash FROM users v WHERE v.username = 'viewer'");
    EXPECT_EQ(api.post("/api/v1/test-cases/back-test", body({"max(vbus) < 1"}), api.signIn("writer")).status,
              403);
}

TEST_F(BackTesting, by_many_at_once_leaves_threads_to_everybody_else) {
    network.silence(true); // each takes its whole time
    std::vector<std::jthread> people;
    std::atomic<int> refused = 0;
    for (int i = 0; i < 6; ++i)
        people.emplace_back([&] {
            clients::HttpRequest request;
            request.method = "POST";
            request.url = "http://127.0.0.1:" + std::to_string(api.port()) + "/api/v1/test-cases/back-test";
            request.bearer = token;
            request.body = boost::json::serialize(body({"max(vbus) < 1"}));
            const auto answer = clients::HttpClient().send(request);
            if (answer.status == 503 && answer.body.find("Others are trying") != std::string::npos)
                ++refused;
        });
    EXPECT_TRUE(eventually([&] { return refused == 2; }, 5s));
    network.silence(false);
    people.clear();
    EXPECT_EQ(refused, 2);
    EXPECT_TRUE(eventually([&] { return tryOut({"max(vbus) < 1"}).status == 200; }));
}

TEST_F(BackTesting, says_so_while_influx_is_away_and_works_again_afterwards) {
    network.cut();
    EXPECT_EQ(tryOut({"max(vbus) < 1"}).status, 503);
    network.restore();
    EXPECT_TRUE(eventually([&] { return tryOut({"max(vbus) < 1"}).status == 200; }));
}

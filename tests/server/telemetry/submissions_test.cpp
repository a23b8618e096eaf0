// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"
#include "server/telemetry/ingest.h"
#include "server/telemetry/ingest_routes.h"
#include "server/telemetry/submissions.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <set>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;
using testing::ElementsAre;

namespace {

class TelemetryOverHttp : public testing::Test {
protected:
    TelemetryOverHttp()
        : url(own())
        , influx(url)
        , reader(influx)
        , api([this](auto& database, auto&, auto&) {
            settings.mqtt = Url::parse("mqtt://127.0.0.1:" + std::to_string(closedPort()));
            settings.courier.influx = url;
            settings.intake.flushAfter = 20ms;
            ingest = std::make_unique<Ingest>(settings, [this](const std::string& key, Timestamp) {
                const std::lock_guard lock(mutex);
                seen.insert(key);
            });
            submissions = std::make_unique<Submissions>(database, *ingest);
            return ingestRoutes(*ingest, *submissions);
        })
        , token(api.signIn("manager")) {
        influx.createDatabase();
        id = api.schema.sql("INSERT INTO devices (key, name) VALUES ('bench-1', 'Bench 1') RETURNING id")
                 .front()[0]
                 .as<std::string>();
        ingest->start();
    }
    ~TelemetryOverHttp() override {
        ingest->stop();
        influx.dropDatabase();
    }

    static Url own() {
        Url url = Url::parse(Services::get().influx);
        url.query = {{"db", uniqueName("test")}};
        return url;
    }
    ApiAnswer post(const std::string& contentType, const std::string& body,
                   const std::string& device = "bench-1", const std::string& query = "?precision=ms") {
        clients::HttpRequest request;
        request.method = "POST";
        request.url = "http://127.0.0.1:" + std::to_string(api.port()) + "/api/v1/devices/" + device +
                      "/telemetry" + query;
        request.bearer = token;
        request.contentType = contentType;
        request.body = body;
        last = client.send(request);
        boost::system::error_code error;
        return {last.status, boost::json::parse(last.body, error)};
    }
    ApiAnswer lines(const std::string& body) { return post("text/plain", body); }
    std::vector<double> stored(const std::string& metric) {
        std::vector<double> values;
        for (const auto& sample :
             reader.samples("bench-1", metric, Timestamp::now() - 1h, Timestamp::now() + 1h))
            values.push_back(sample.value);
        return values;
    }

    const Url url;
    clients::InfluxClient influx;
    clients::TelemetryReader reader;
    clients::HttpClient client;
    clients::HttpResult last;
    IngestSettings settings;
    std::mutex mutex;
    std::set<std::string> seen;
    std::unique_ptr<Ingest> ingest;
    std::unique_ptr<Submissions> submissions;
    TestApi api;
    std::string token, id;
};

} // namespace

TEST_F(TelemetryOverHttp, reaches_influx_in_both_formats_by_key_and_by_id) {
    const Timestamp at = Timestamp::now() - 1s;
    EXPECT_EQ(post("application/json", R"([{"values": {"a": 1}}, {"values": {"a": 2}}])").body,
              (boost::json::value{{"points", 2}}));
    EXPECT_EQ(last.status, 202);
    EXPECT_EQ(post("text/plain; charset=utf-8", "m,device=bench-1 b=3i " + std::to_string(at.ms), id).status,
              202);
    ASSERT_TRUE(eventually([&] { return ingest->status().courier.written == 3; }));
    EXPECT_THAT(stored("a"), ElementsAre(1, 2));
    const auto b = reader.samples("bench-1", "b", at - 1ms, at);
    ASSERT_EQ(b.size(), 1U);
    EXPECT_EQ(b[0].at, at);
    const std::lock_guard lock(mutex);
    EXPECT_THAT(seen, ElementsAre("bench-1"));
}

TEST_F(TelemetryOverHttp, has_every_fault_told_at_its_place_and_then_nothing_is_taken) {
    const auto json =
        post("application/json", R"([{"values": {"a": 1}}, {"at": "noon", "values": {"a": "x", "B/c": 1}},
                                                   {"values": {}}, 7])");
    EXPECT_EQ(json.status, 422);
    EXPECT_THAT(json.faultsAt(), ElementsAre("/1/at", "/1/values/a", "/1/values/B~1c", "/2/values", "/3"));
    EXPECT_THAT(post("application/json", "{").faultsAt(), ElementsAre(""));
    EXPECT_THAT(lines("m a=1\nm a\nm,device=bench-2 a=1\n").faultsAt(), ElementsAre("/lines/2", "/lines/3"));
    EXPECT_THAT(post("text/plain", "m a=1", "bench-1", "?precision=h").faultsAt(), ElementsAre("/precision"));
    EXPECT_EQ(post("application/xml", "<a/>").status, 415);
    EXPECT_EQ(ingest->status().intake.points, 0U);
}

TEST_F(TelemetryOverHttp, is_bounded) {
    std::string most, more;
    for (std::size_t i = 0; i < Submissions::maxReadings; ++i)
        most += "m a=" + std::to_string(i) + "\n";
    EXPECT_EQ(lines(most).body, (boost::json::value{{"points", 5000}}));
    EXPECT_THAT(lines(most + "m a=1").faultsAt(), ElementsAre("/lines/5001"));
    EXPECT_EQ(lines(std::string((1 << 20) + 1, '#')).status, 413);
}

TEST_F(TelemetryOverHttp, is_for_devices_that_there_are_and_for_those_who_may) {
    EXPECT_EQ(post("text/plain", "m a=1", "bench-2").status, 404);
    EXPECT_EQ(post("text/plain", "m a=1", "00000000-0000-4000-8000-000000000000").status, 404);
    api.schema.sql("UPDATE devices SET deleted_at = now()");
    EXPECT_EQ(lines("m a=1").status, 404);
    token = api.signIn("viewer");
    EXPECT_EQ(lines("m a=1").status, 403);
    token.clear();
    EXPECT_EQ(lines("m a=1").status, 401);
}

TEST_F(TelemetryOverHttp, takes_an_id_before_a_key_that_looks_like_one) {
    api.schema.sql("INSERT INTO devices (key, name) VALUES ('" + id + "', 'Mischief')");
    EXPECT_EQ(post("text/plain", "m a=1", id).status, 202);
    ASSERT_TRUE(eventually([&] { return ingest->status().courier.written == 1; }));
    EXPECT_THAT(stored("a"), ElementsAre(1));
}

TEST_F(TelemetryOverHttp, is_asked_to_come_again_while_there_is_no_room) {
    ingest->stop(); // nothing is read any more, as if the reading could not keep up
    EXPECT_EQ(lines("m a=1").status, 503);
    EXPECT_TRUE(last.retryAfter && last.retryAfter->count() > 0);
}

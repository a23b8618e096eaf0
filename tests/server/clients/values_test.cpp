// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/url_template.h"
#include "server/clients/backoff.h"
#include "server/clients/bounded_queue.h"
#include "server/clients/influx.h"
#include "server/clients/telemetry_reader.h"
#include "server/clients/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <thread>

using namespace labwarden;
using namespace labwarden::clients;
using namespace std::chrono_literals;

TEST(AUrl, comes_apart_into_decoded_parts) {
    const Url url = Url::parse("AMQP://us%40er:p%3Aw%2Fx@[::1]:5673/my%2Fhost?db=a%26b&empty&name=x#part");
    EXPECT_EQ(url.scheme, "amqp");
    EXPECT_EQ(url.username, "us@er");
    EXPECT_EQ(url.password, "p:w/x");
    EXPECT_EQ(url.host, "::1");
    EXPECT_EQ(url.port, 5673);
    EXPECT_EQ(url.path, "/my/host");
    EXPECT_EQ(url.queryValue("db"), "a&b");
    EXPECT_EQ(url.queryValue("empty"), "");
    EXPECT_EQ(url.queryValue("name"), "x");
    EXPECT_EQ(url.queryValue("absent"), "");
    EXPECT_EQ(url.origin(), "amqp://[::1]:5673");
}

TEST(ATemplateOfAUrl, takes_its_values_escaped_and_looks_at_none_of_them_again) {
    const std::string text = "https://g/d?a={device}&from={from}&{unknown}&{";
    EXPECT_EQ(filledTemplate(text, {{"device", "a b&from=0#{from}\"ü"}, {"from", "now-6h"}}),
              "https://g/d?a=a%20b%26from%3D0%23%7Bfrom%7D%22%C3%BC&from=now-6h&{unknown}&{");
    EXPECT_EQ(filledTemplate("", {{"device", "x"}}), "");
    EXPECT_EQ(filledTemplate("{device}{device}", {{"device", "x"}}), "xx");
}

TEST(AUrl, takes_the_port_of_its_scheme) {
    EXPECT_EQ(Url::parse("mqtt://host").port, 1883);
    EXPECT_EQ(Url::parse("http://host/").port, 80);
    EXPECT_EQ(Url::parse("redis://:pw@host/0").port, 6379);
}

TEST(AUrl, never_shows_its_password) {
    const Url url = Url::parse("http://server:s3cret@db:8086/x?db=lab&p=s3cret");
    EXPECT_EQ(url.shown(), "http://server@db:8086/x");
    for (const std::string bad :
         {"http//s3cret@x", "http://a:s3cret%zz@x", "http://a:s3cret@x:99999", "http://a:s3cret@",
          "http://a:s3cret@[::1", "://s3cret@x", "http://a:s3cret%00@x"}) {
        try {
            Url::parse(bad);
            ADD_FAILURE() << "taken: " << bad;
        } catch (const std::invalid_argument& e) {
            EXPECT_THAT(e.what(), testing::Not(testing::HasSubstr("s3cret")));
        }
    }
}

TEST(ABackoff, doubles_up_to_its_cap_and_starts_over_after_a_success) {
    Backoff backoff(100ms, 450ms, 7);
    for (const auto step : {100ms, 200ms, 400ms, 450ms, 450ms}) {
        const auto delay = backoff.next();
        EXPECT_GE(delay, step / 2);
        EXPECT_LE(delay, step);
    }
    backoff.reset();
    EXPECT_LE(backoff.next(), 100ms);
}

TEST(ABoundedQueue, drops_and_counts_what_does_not_fit) {
    BoundedQueue<int> queue(2);
    EXPECT_TRUE(queue.push(1));
    EXPECT_TRUE(queue.push(2));
    EXPECT_FALSE(queue.push(3));
    EXPECT_EQ(queue.dropped(), 1U);
    EXPECT_THAT(queue.takeAll(0ms), testing::ElementsAre(1, 2));
    EXPECT_TRUE(queue.takeAll(0ms).empty());
}

TEST(ABoundedQueue, wakes_its_reader_when_closed) {
    BoundedQueue<int> queue(2);
    std::jthread closer([&] { queue.close(); });
    EXPECT_TRUE(queue.takeAll(60s).empty());
    EXPECT_FALSE(queue.push(1));
}

TEST(ALineOfInfluxDb, escapes_every_name) {
    const InfluxPoint point{
        .measurement = "my, measure",
        .tags = {{"a=b", "c d,e=f"}, {"empty", ""}},
        .fields = {{"x y,z=", 1.5}, {"flag", true}, {"text", std::string("say \"hi\" \\ there")}},
        .at = {1'700'000'000'123}};
    EXPECT_EQ(lineOf(point), "my\\,\\ measure,a\\=b=c\\ d\\,e\\=f x\\ y\\,z\\==1.5,flag=true,"
                             "text=\"say \\\"hi\\\" \\\\ there\" 1700000000123\n");
}

TEST(ALineOfInfluxDb, cannot_be_broken_out_of) {
    const InfluxPoint point{.measurement = "m",
                            .tags = {{"device", "evil\nm,device=other v=1 1\\"}},
                            .fields = {{"v\r\n", 1.0}},
                            .at = {1}};
    const std::string line = lineOf(point);
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_EQ(line, "m,device=evil_m\\,device\\=other\\ v\\=1\\ 1_ v__=1 1\n");
}

TEST(ALineOfInfluxDb, leaves_out_what_is_not_finite) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    EXPECT_EQ(
        lineOf(InfluxPoint{.measurement = "m", .tags = {}, .fields = {{"a", inf}, {"b", 2.0}}, .at = {1}}),
        "m b=2 1\n");
    EXPECT_EQ(lineOf(InfluxPoint{.measurement = "m", .tags = {}, .fields = {{"a", inf}}, .at = {1}}), "");
}

TEST(ALineOfTelemetry, carries_the_device_as_tag_and_marks_a_clock_that_is_off) {
    EXPECT_EQ(
        lineOf(TelemetryPoint{.device = "bench-1", .at = {5}, .values = {{"load1", 0.25}}, .clockOff = true}),
        "telemetry,device=bench-1 load1=0.25,clock_off=true 5\n");
}

TEST(InfluxQlText, keeps_quotes_inside) {
    EXPECT_EQ(influxName(R"(a"b\c)"), R"("a\"b\\c")");
    EXPECT_EQ(influxText("it's \\ \n"), R"('it\'s \\ \n')");
}

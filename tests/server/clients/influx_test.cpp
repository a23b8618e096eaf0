// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/influx.h"
#include "server/clients/telemetry_reader.h"
#include "server/errors.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

using namespace labwarden;
using namespace labwarden::clients;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

/// A database of its own; dropped at the end.
class InfluxTest : public testing::Test {
protected:
    InfluxTest() : url(own()), influx(url), reader(influx) { influx.createDatabase(); }
    ~InfluxTest() override { influx.dropDatabase(); }

    static Url own() {
        Url url = Url::parse(Services::get().influx);
        url.query = {{"db", uniqueName("test")}};
        return url;
    }
    void store(const std::string& device, const std::string& metric, Timestamp at, double value) {
        influx.writeLines(lineOf(TelemetryPoint{.device = device, .at = at, .values = {{metric, value}}}));
    }

    std::vector<Sample> thin(const std::string& device, const std::string& metric, Timestamp from,
                             Timestamp to, int buckets) {
        return reader.thinned(device, {metric}, from, to, buckets).front().samples;
    }

    const Url url;
    InfluxClient influx;
    TelemetryReader reader;
    const Timestamp start{1'700'000'000'000};
};

MATCHER_P2(IsSample, at, value, "") {
    return arg.at == at && arg.value == value;
}

} // namespace

TEST_F(InfluxTest, gives_back_what_was_written) {
    influx.createDatabase(); // a second time is no error
    const std::vector<InfluxPoint> points{{.measurement = "m",
                                           .tags = {{"t", "x"}},
                                           .fields = {{"f", 1.25}, {"on", true}, {"s", std::string("a\"b")}},
                                           .at = start}};
    influx.write(points);
    const auto answer = influx.query("SELECT f, \"on\", s FROM m WHERE t = 'x'");
    ASSERT_EQ(answer.size(), 1U);
    EXPECT_THAT(answer[0].columns, testing::ElementsAre("f", "on", "s"));
    ASSERT_EQ(answer[0].rows.size(), 1U);
    EXPECT_EQ(answer[0].rows[0].at, start);
    EXPECT_THAT(answer[0].rows[0].values,
                testing::ElementsAre(InfluxValue(1.25), InfluxValue(true), InfluxValue(std::string("a\"b"))));
    EXPECT_TRUE(influx.query("SELECT f FROM nothing").empty());
}

TEST_F(InfluxTest, keeps_hostile_names_apart_from_its_own_language) {
    for (const std::string key :
         {"a b", "x,device=y", "q\"uote", "it's", "e=q", "semi;colon", "' OR 'a'='a", "dröhn"}) {
        store(key, key, start, 7);
        EXPECT_THAT(reader.samples(key, key, start - 1s, start + 1s),
                    testing::ElementsAre(IsSample(start, 7.0)))
            << key;
    }
    EXPECT_TRUE(reader.samples("' OR device =~ /.*/ --", "e=q", start - 1s, start + 1s).empty());
}

TEST_F(InfluxTest, says_what_is_wrong_with_a_statement_or_a_line) {
    EXPECT_THROW(influx.query("SELEKT 1"), InfluxRejected);
    EXPECT_THROW(influx.writeLines("no such line\n"), InfluxRejected);
    store("d", "f", start, 1);
    const std::string bad = "telemetry,device=d f=\"text\" " + std::to_string(start.ms + 1) + "\n";
    EXPECT_THROW(influx.writeLines(
                     bad + lineOf(TelemetryPoint{.device = "d", .at = start + 2ms, .values = {{"f", 2}}})),
                 InfluxRejected);
    EXPECT_THAT(reader.samples("d", "f", start, start + 9ms),
                testing::ElementsAre(IsSample(start + 2ms, 2.0)))
        << "what was good in the batch is there";
}

TEST_F(InfluxTest, reads_samples_after_one_moment_up_to_another_in_pages) {
    for (int i = 0; i < 5; ++i)
        store("d", "m", start + 1s * i, i);
    store("other", "m", start, 99);
    EXPECT_THAT(reader.samples("d", "m", start, start + 3s),
                testing::ElementsAre(IsSample(start + 1s, 1.0), IsSample(start + 2s, 2.0),
                                     IsSample(start + 3s, 3.0)));
    EXPECT_EQ(reader.samples("d", "m", start, start + 3s, 2).size(), 2U);
    EXPECT_TRUE(reader.samples("d", "absent", start, start + 3s).empty());
    EXPECT_EQ(reader.newest("d"), start + 4s);
    EXPECT_FALSE(reader.newest("absent"));
}

TEST_F(InfluxTest, thins_to_the_extremes_of_each_part_at_the_moments_where_they_were) {
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += lineOf(TelemetryPoint{
            .device = "d", .at = start + 1s * i, .values = {{"m", i == 437 ? 50.0 : std::sin(i / 10.0)}}});
    influx.writeLines(lines);
    const auto few = thin("d", "m", start, start + 1000s, 20);
    EXPECT_LE(few.size(), 40U);
    EXPECT_GE(few.size(), 38U);
    EXPECT_THAT(few, testing::Contains(IsSample(start + 437s, 50.0)));
    EXPECT_TRUE(
        std::is_sorted(few.begin(), few.end(), [](const Sample& a, const Sample& b) { return a.at < b.at; }));
    EXPECT_THAT(thin("d", "m", start, start + 3s, 10), testing::SizeIs(3)) << "few samples stay as they are";
    EXPECT_TRUE(thin("d", "m", start, start, 10).empty());
}

TEST_F(InfluxTest, keeps_the_moments_of_spikes_among_very_many_samples) {
    for (int part = 0; part < 11; ++part) {
        std::string lines;
        for (int i = part * 10'000; i < (part + 1) * 10'000; ++i)
            lines += lineOf(TelemetryPoint{
                .device = "d", .at = start + 100ms * i, .values = {{"m", i == 77'777 ? -9.0 : i % 7}}});
        influx.writeLines(lines);
    }
    const auto few = thin("d", "m", start, start + 11'000s, 100);
    EXPECT_LE(few.size(), 200U);
    EXPECT_GE(few.size(), 198U);
    EXPECT_GE(few.front().at, start);
    EXPECT_THAT(few, testing::Contains(IsSample(start + 100ms * 77'777, -9.0)))
        << "a spike stands where it was, however many samples there are";
    EXPECT_TRUE(
        std::is_sorted(few.begin(), few.end(), [](const Sample& a, const Sample& b) { return a.at < b.at; }));
}

TEST_F(InfluxTest, leaves_out_no_sample_while_all_fit_however_they_are_spread) {
    std::string lines;
    for (int i = 0; i < 15; ++i) // all in the first part
        lines += lineOf(TelemetryPoint{.device = "d", .at = start + 1ms * i, .values = {{"m", i}}});
    influx.writeLines(lines);
    EXPECT_THAT(thin("d", "m", start, start + 1000s, 10), testing::SizeIs(15));
    EXPECT_THAT(thin("d", "m", start, start + 1000s, 7), testing::SizeIs(2)) << "one too many";
}

TEST_F(InfluxTest, thins_several_metrics_at_once_also_before_1970) {
    const Timestamp early{-1'000'000};
    std::string lines;
    for (int i = 0; i < 100; ++i)
        lines +=
            lineOf(TelemetryPoint{.device = "d", .at = early + 1s * i, .values = {{"a", i % 10}, {"b", -i}}});
    influx.writeLines(lines);
    const auto all = reader.thinned("d", {"b", "none", "a"}, early, early + 100s, 10);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_THAT(all[0].samples, testing::SizeIs(20));
    EXPECT_EQ(all[0].part, 10s);
    EXPECT_THAT(all[0].samples.front(), IsSample(early, 0.0)) << "parts begin where they were asked to";
    EXPECT_THAT(all[1].samples, testing::IsEmpty());
    EXPECT_THAT(all[2].samples.back(), IsSample(early + 99s, 9.0));
}

TEST_F(InfluxTest, knows_which_metrics_a_device_has) {
    influx.writeLines(
        lineOf(TelemetryPoint{
            .device = "d", .at = Timestamp::now(), .values = {{"zeta", 1}, {"alpha", 2}}, .clockOff = true}) +
        lineOf(TelemetryPoint{.device = "other", .at = Timestamp::now(), .values = {{"beta", 1}}}));
    EXPECT_THAT(reader.metrics("d"), testing::ElementsAre("alpha", "zeta"));
    EXPECT_THAT(reader.metrics("nobody"), testing::IsEmpty());
}

TEST(AnInfluxDbThatIsAway, is_unavailable_and_its_password_is_not_told) {
    Url url = Url::parse(Services::get().influx);
    TcpProxy network(url.host, url.port);
    url.port = network.port();
    HttpSettings settings;
    settings.totalTimeout = 200ms;
    InfluxClient influx(url, settings);
    network.silence(true);
    try {
        influx.query("SHOW DATABASES");
        ADD_FAILURE();
    } catch (const Unavailable& e) {
        EXPECT_EQ(e.dependency, "influxdb");
        EXPECT_THAT(e.what(), testing::Not(testing::HasSubstr(url.password)));
    }
    network.silence(false);
    network.cut();
    EXPECT_THROW(influx.writeLines("m f=1 1\n"), Unavailable);
}

TEST(AnInfluxDbUrl, names_a_database) {
    EXPECT_THROW(InfluxClient(Url::parse("http://127.0.0.1:1/")), std::invalid_argument);
    EXPECT_THROW(InfluxClient(Url::parse("mqtt://127.0.0.1:1/?db=x")), std::invalid_argument);
}

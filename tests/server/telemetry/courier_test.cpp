// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"
#include "server/telemetry/courier.h"
#include "tests/server/telemetry/fake_influx.h"
#include "tests/server/telemetry/scratch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;

namespace {

class TheCourier : public testing::Test {
protected:
    TheCourier() : spill({scratch.path}), backlog({}, &spill) {
        settings.influx = Url::parse("http://u:p@127.0.0.1:" + std::to_string(influx.port) + "/?db=lab");
        settings.deadline = 300ms;
        settings.firstRetry = 5ms;
        settings.longestRetry = 20ms;
    }
    void start() {
        courier = std::make_unique<Courier>(settings, backlog);
        courier->start();
    }
    bool reachable() const { return courier->counters().reachable; }

    const ScratchPath scratch;
    FakeInflux influx;
    SpillDirectory spill;
    Backlog backlog;
    CourierSettings settings;
    std::unique_ptr<Courier> courier;
};

struct BadAnswer {
    const char* name;
    std::string answer; ///< to writes
};

std::string http(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

const std::vector<BadAnswer> badAnswers{
    {"a_wrong_password", http(401, R"({"error":"authorization failed"})")},
    {"no_right_to_write", http(403, R"({"error":"not authorized to write"})")},
    {"no_database", http(404, R"({"error":"database not found: \"lab\""})")},
    {"too_much_to_do", http(503, R"({"error":"timeout"})")},
    {"a_failure", http(500, R"({"error":"engine: cache-max-memory-size exceeded"})")},
    {"a_throttle", http(429, "")},
    {"silence", ""},
    {"a_web_page_that_says_all_is_well", http(200, "<html>It works!</html>")},
    {"a_bad_request_of_somebody_else", http(400, "<html>Bad Request</html>")},
    {"a_redirect", http(302, "")},
    {"what_is_no_http", "SSH-2.0-OpenSSH_9.2\r\n"},
};

class WhileInfluxGivesTrouble : public TheCourier, public testing::WithParamInterface<BadAnswer> {};

} // namespace

TEST_P(WhileInfluxGivesTrouble, every_point_waits_on_disk_and_is_written_when_that_is_over) {
    influx.answer(GetParam().answer);
    start();
    backlog.put(batchOf("a"));
    ASSERT_TRUE(eventually([&] { return courier->counters().since && !reachable(); }));
    backlog.put(batchOf("b"));
    ASSERT_TRUE(eventually([&] { return spill.counters().points == 6; }));
    EXPECT_EQ(courier->counters().written, 0U);
    EXPECT_EQ(courier->counters().refused, 0U);
    influx.answerWell();
    ASSERT_TRUE(eventually([&] { return courier->counters().written == 6; }));
    EXPECT_TRUE(reachable());
    EXPECT_EQ(courier->counters().replayed, 6U);
    EXPECT_EQ(influx.lines().size(), 6U);
    EXPECT_TRUE(spill.empty());
}

INSTANTIATE_TEST_SUITE_P(Of, WhileInfluxGivesTrouble, testing::ValuesIn(badAnswers),
                         [](const auto& given) { return std::string(given.param.name); });

TEST_F(TheCourier, drops_and_counts_only_the_points_that_influx_refuses) {
    influx.answer(400, R"({"error":"partial write: field type conflict: input field \"v\" dropped=1"})");
    start();
    backlog.put(batchOf("a"));
    ASSERT_TRUE(eventually([&] { return courier->counters().refused == 1; }));
    EXPECT_EQ(courier->counters().written, 2U);
    EXPECT_TRUE(reachable());
    influx.answer(
        400, R"({"error":"partial write: unable to parse 'x': bad\nunable to parse 'y': bad dropped=0"})");
    backlog.put(batchOf("b"));
    ASSERT_TRUE(eventually([&] { return courier->counters().refused == 3; }));
    EXPECT_EQ(courier->counters().written, 3U);
    influx.answer(400, R"({"error":"unable to parse it all"})");
    backlog.put(batchOf("c"));
    EXPECT_TRUE(eventually([&] { return courier->counters().refused == 6; })) << "it would never be taken";
    EXPECT_EQ(influx.bodies().size(), 3U) << "none of it is tried again";
}

TEST_F(TheCourier, sends_less_at_once_when_something_on_the_way_takes_less) {
    influx.takeAtMost(batchOf("a", 20).lines.size());
    start();
    backlog.put(batchOf("a", 101));
    ASSERT_TRUE(eventually([&] { return courier->counters().written == 101; }));
    EXPECT_EQ(influx.lines().size(), 101U);
    influx.takeAtMost(3);
    backlog.put(batchOf("b", 5));
    EXPECT_TRUE(eventually([&] { return courier->counters().refused == 5; })) << "not one of them fits";
}

TEST_F(TheCourier, leaves_on_disk_at_the_end_what_influx_does_not_take) {
    influx.answer("");
    start();
    backlog.put(batchOf("a"));
    courier->stop();
    EXPECT_EQ(spill.counters().points, 3U);
    EXPECT_EQ(courier->counters().lost, 0U);
    influx.answerWell();
    start();
    EXPECT_TRUE(eventually([&] { return courier->counters().written == 3; }));
}

TEST(AReplay, that_was_cut_off_by_a_kill_neither_loses_nor_doubles_a_point) {
#ifndef LABWARDEN_FAILPOINTS
    GTEST_SKIP() << "needs a build with failpoints";
#endif
    Url url = Url::parse(Services::get().influx);
    url.query = {{"db", uniqueName("test")}};
    const ScratchPath scratch;
    {
        SpillDirectory spill({scratch.path});
        for (int i = 0; i < 5; ++i)
            ASSERT_TRUE(spill.append(batchOf("d" + std::to_string(i), 100)));
    }
    const auto replay = [&] {
        SpillDirectory spill({scratch.path});
        Backlog backlog({}, &spill);
        Courier courier({.influx = url}, backlog);
        courier.start();
        eventually([&] { return spill.empty(); });
        courier.stop();
    };
    // InfluxDB has the first segment, and the directory has it still.
    for (int kill = 0; kill < 3; ++kill)
        EXPECT_EQ(inAnotherProcess("telemetry-replayed", replay), 86);
    clients::InfluxClient influx(url);
    clients::TelemetryReader reader(influx);
    EXPECT_EQ(reader.samples("d0", "v", Timestamp{0}, Timestamp::now()).size(), 100U);
    EXPECT_EQ(inAnotherProcess("", replay), 0);
    for (int i = 0; i < 5; ++i) {
        const auto stored = reader.samples("d" + std::to_string(i), "v", Timestamp{0}, Timestamp::now());
        ASSERT_EQ(stored.size(), 100U);
        for (std::size_t n = 0; n < stored.size(); ++n)
            EXPECT_EQ(stored[n].value, static_cast<double>(n));
    }
    influx.dropDatabase();
}

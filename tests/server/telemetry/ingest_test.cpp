// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/url_template.h"
#include "server/clients/telemetry_reader.h"
#include "server/telemetry/ingest.h"
#include "server/telemetry/ingest_routes.h"
#include "server/telemetry/submissions.h"
#include "tests/server/support/api.h"
#include "tests/server/support/mqtt_device.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"
#include "tests/server/telemetry/scratch.h"

#include "server/errors.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;
using devices::Leaf;

namespace {

class Telemetry : public testing::Test {
protected:
    Telemetry() : url(own()), influx(url), reader(influx) {
        settings.mqtt = Url::parse(Services::get().mqtt);
        settings.courier.influx = url;
        settings.shareGroup = uniqueName("group");
        settings.intake.flushAfter = 50ms;
        influx.createDatabase(); // or a test could look before the first write has made it
    }
    ~Telemetry() override { influx.dropDatabase(); }

    static Url own() {
        Url url = Url::parse(Services::get().influx);
        url.query = {{"db", uniqueName("test")}};
        return url;
    }
    std::unique_ptr<Ingest> ingest(Ingest::Seen seen = {}) {
        auto made = std::make_unique<Ingest>(settings, std::move(seen));
        made->start();
        if (!eventually([&] { return made->mqttConnected(); }))
            throw std::runtime_error("no MQTT broker");
        return made;
    }
    std::vector<Sample> samples(const std::string& device, const std::string& metric) {
        return reader.samples(device, metric, Timestamp::now() - 1h, Timestamp::now() + 1h);
    }

    const Url url;
    clients::InfluxClient influx;
    clients::TelemetryReader reader;
    IngestSettings settings;
};

} // namespace

TEST_F(Telemetry, reaches_influx_at_the_devices_own_time) {
    MqttDevice device;
    std::mutex mutex;
    std::vector<std::string> seen;
    const auto server = ingest([&](const std::string& key, Timestamp) {
        const std::lock_guard lock(mutex);
        seen.push_back(key);
    });
    const Timestamp at = Timestamp::now() - 1s;
    device.telemetry("vbus", 12.5, at);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 1; }));
    ASSERT_EQ(samples(device.key, "vbus").size(), 1U);
    EXPECT_EQ(samples(device.key, "vbus")[0].at, at);
    EXPECT_EQ(samples(device.key, "vbus")[0].value, 12.5);
    EXPECT_TRUE(influx.query("SELECT clock_off FROM telemetry").empty());
    const std::lock_guard lock(mutex);
    EXPECT_THAT(seen, testing::ElementsAre(device.key));
}

TEST_F(Telemetry, of_a_clock_that_is_off_gets_its_arrival_time_and_a_flag) {
    MqttDevice device;
    const auto server = ingest();
    const Timestamp before = Timestamp::now();
    device.say(Leaf::telemetry, R"([{"at": "2001-01-01T00:00:00Z", "values": {"a": 1}},
                                    {"at": "2101-01-01T00:00:00Z", "values": {"a": 2}}, {"values": {"a": 3}}])",
               false);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 3; }));
    const auto stored = samples(device.key, "a");
    ASSERT_EQ(stored.size(), 3U) << "none has fallen on another";
    EXPECT_THAT(stored,
                testing::ElementsAre(testing::Field(&Sample::value, 1), testing::Field(&Sample::value, 2),
                                     testing::Field(&Sample::value, 3)));
    EXPECT_GE(stored[2].at, before);
    EXPECT_LE(stored[2].at, Timestamp::now());
    EXPECT_EQ(server->status().intake.clockOff, 2U) << "a time left out is no wrong time";
    const auto flagged = influx.query("SELECT clock_off FROM telemetry");
    ASSERT_EQ(flagged.size(), 1U);
    EXPECT_EQ(flagged[0].rows.size(), 2U);
}

TEST_F(Telemetry, that_cannot_be_read_is_counted_and_harms_nothing) {
    MqttDevice device;
    const auto server = ingest();
    for (const auto* bad : {"", "{", R"({"values": {"a": "x"}})", R"({"values": {"A": 1}})", "\xff",
                            R"({"values": {"a": 1e999}})"})
        device.say(Leaf::telemetry, bad, false);
    device.say(Leaf::telemetry, std::string(devices::maxPayload + 1, ' '), false);
    device.telemetry("a", 1);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 1; }));
    EXPECT_EQ(server->status().intake.unreadable, 7U);
    EXPECT_EQ(server->status().intake.messages, 8U);
}

TEST_F(Telemetry, is_split_among_the_servers_of_a_group_and_each_message_taken_once) {
    MqttDevice probe, device;
    std::atomic<int> byA = 0, byB = 0;
    const auto counting = [&](std::atomic<int>& count) {
        return [&](const std::string& key, Timestamp) { count += key == device.key ? 1 : 0; };
    };
    const auto a = ingest(counting(byA)), b = ingest(counting(byB));
    // Both take part from the moment when both have had something.
    ASSERT_TRUE(eventually([&] {
        probe.telemetry("probe", 1);
        return a->status().intake.points > 0 && b->status().intake.points > 0;
    }));
    for (int i = 0; i < 100; ++i)
        device.telemetry("m" + std::to_string(i), i);
    ASSERT_TRUE(eventually([&] { return reader.metrics(device.key).size() == 100; }));
    EXPECT_EQ(byA + byB, 100);
    EXPECT_GT(byA, 0);
    EXPECT_GT(byB, 0);
}

TEST_F(Telemetry, waits_while_influx_is_away_and_is_all_there_afterwards) {
    MqttDevice device;
    TcpProxy network(url.host, url.port);
    settings.courier.influx.port = network.port();
    const auto server = ingest();
    device.telemetry("a", 0);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 1; }));
    network.cut();
    const Timestamp start = Timestamp::now() - 2s;
    for (int i = 1; i <= 50; ++i)
        device.telemetry("a", i, start + 10ms * i);
    ASSERT_TRUE(
        eventually([&] { return server->status().intake.points == 51 && !server->influxReachable(); }));
    network.restore();
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 51; }, 10s));
    EXPECT_TRUE(server->influxReachable());
    EXPECT_EQ(samples(device.key, "a").size(), 51U);
    EXPECT_EQ(server->status().droppedPoints(), 0U);
}

TEST_F(Telemetry, outlives_an_outage_of_influx_and_a_restart_of_the_server) {
    MqttDevice device;
    TcpProxy network(url.host, url.port);
    settings.courier.influx.port = network.port();
    const ScratchPath scratch;
    settings.spill.directory = scratch.path;
    network.cut();
    const Timestamp start = Timestamp::now() - 2s;
    {
        const auto server = ingest();
        for (int i = 0; i < 50; ++i)
            device.telemetry("a", i, start + 10ms * i);
        ASSERT_TRUE(eventually([&] { return server->status().spill.points == 50; }))
            << "once InfluxDB is known to be away nothing waits in memory";
        EXPECT_EQ(server->status().backlog.points, 0U);
    }
    network.restore();
    const auto server = ingest();
    EXPECT_EQ(server->status().spill.found, 50U);
    device.telemetry("live", 1);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 51; }));
    EXPECT_GE(server->status().courier.replayed, 50U);
    const auto stored = samples(device.key, "a");
    ASSERT_EQ(stored.size(), 50U);
    for (std::size_t i = 0; i < stored.size(); ++i) {
        EXPECT_EQ(stored[i].at, start + 10ms * i);
        EXPECT_EQ(stored[i].value, static_cast<double>(i));
    }
    EXPECT_EQ(server->status().spill.bytes, 0U);
    EXPECT_EQ(server->status().droppedPoints(), 0U);
}

TEST_F(Telemetry, beyond_what_the_buffer_holds_is_dropped_oldest_first_and_counted) {
    MqttDevice device;
    settings.courier.influx.port = closedPort();
    settings.intake.batchPoints = 10;
    settings.backlog.memoryBytes = 3000;
    const auto server = ingest();
    for (int i = 0; i < 100; ++i)
        device.telemetry("a", i);
    EXPECT_TRUE(eventually([&] {
        const auto status = server->status();
        return status.droppedPoints() > 0 && status.intake.points == 100 &&
               status.droppedPoints() + status.backlog.points + status.intake.gathering == 100;
    }));
    EXPECT_EQ(server->status().courier.written, 0U);
}

TEST_F(Telemetry, that_did_not_come_over_mqtt_is_refused_when_taking_it_would_cost_others) {
    settings.courier.influx.port = closedPort();
    settings.intake.batchPoints = 1;
    settings.backlog.memoryBytes = 100;
    const auto server = ingest();
    const auto send = [&] { server->submit("bench-1", {{.at = std::nullopt, .values = {{"a", 1.0}}}}); };
    EXPECT_TRUE(eventually([&] {
        try {
            send();
            return false;
        } catch (const Unavailable& e) {
            return e.retryAfter.count() > 0;
        }
    }));
    EXPECT_EQ(server->status().intake.dropped, 0U) << "who hears of it may send it again";
}

TEST_F(Telemetry, tells_how_it_stands_over_http) {
    settings.courier.influx.port = closedPort();
    const ScratchPath scratch;
    settings.spill.directory = scratch.path;
    const auto server = ingest();
    std::unique_ptr<Submissions> submissions;
    TestApi api([&](auto& database, auto&, auto&) {
        submissions = std::make_unique<Submissions>(database, *server);
        return ingestRoutes(*server, *submissions);
    });
    MqttDevice device;
    device.telemetry("a", 1);
    device.say(Leaf::telemetry, "nonsense", false);
    ASSERT_TRUE(eventually([&] { return server->status().spill.points == 1; }));
    ASSERT_TRUE(eventually([&] { return server->status().intake.messages == 2; }));
    const auto answer = api.get("/api/v1/telemetry/status", api.signIn("viewer"));
    ASSERT_EQ(answer.status, 200);
    const auto& body = answer.body;
    EXPECT_TRUE(body.at("mqttConnected").as_bool());
    EXPECT_FALSE(body.at("influxdb").at("reachable").as_bool());
    EXPECT_TRUE(Timestamp::parse(body.at("influxdb").at("since").as_string()));
    EXPECT_EQ(body.at("received"),
              (boost::json::value{{"messages", 2}, {"points", 1}, {"timesReplaced", 0}}));
    EXPECT_EQ(body.at("spilled").at("points"), 1);
    EXPECT_GT(body.at("spilled").at("bytes").to_number<int>(), 0);
    EXPECT_EQ(body.at("buffered"), 0);
    EXPECT_EQ(body.at("written"), 0);
    EXPECT_EQ(body.at("dropped").at("unreadableMessages"), 1);
    EXPECT_EQ(api.get("/api/v1/telemetry/status").status, 401);
}

TEST_F(Telemetry, left_in_the_buffer_is_written_at_the_end) {
    MqttDevice device;
    settings.intake.flushAfter = 10min;
    auto server = ingest();
    device.telemetry("a", 1);
    ASSERT_TRUE(eventually([&] { return server->status().intake.points == 1; }));
    EXPECT_EQ(server->status().courier.written, 0U);
    server->stop();
    EXPECT_EQ(server->status().courier.written, 1U);
    EXPECT_EQ(samples(device.key, "a").size(), 1U);
}

TEST_F(Telemetry, goes_on_when_somebody_has_dropped_the_database) {
    MqttDevice device;
    const auto server = ingest();
    device.telemetry("a", 1);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 1; }));
    influx.dropDatabase();
    device.telemetry("a", 2);
    ASSERT_TRUE(eventually([&] { return server->status().courier.written == 2; }));
    EXPECT_EQ(samples(device.key, "a").size(), 1U);
}

TEST_F(Telemetry, has_its_database_before_the_first_point_so_that_it_can_be_asked_for) {
    influx.dropDatabase();
    const auto server = ingest();
    EXPECT_TRUE(eventually([&] {
        try {
            return influx.query("SELECT a FROM telemetry").empty();
        } catch (const clients::InfluxRejected&) {
            return false; // there is no such database
        }
    }));
}

TEST_F(Telemetry, waits_for_a_database_that_its_account_may_not_make) {
    const std::string writer = uniqueName("writer");
    const auto asAdmin = [&](const std::string& statement) {
        clients::HttpRequest request;
        request.method = "POST";
        request.url = url.origin() + "/query?q=" + percentEncoded(statement);
        request.username = url.username;
        request.password = url.password;
        ASSERT_TRUE(clients::HttpClient().send(request).ok());
    };
    asAdmin("CREATE USER " + writer + " WITH PASSWORD 'w'");
    asAdmin("GRANT WRITE ON \"" + influx.database() + "\" TO " + writer);
    influx.dropDatabase();
    settings.courier.influx.username = writer;
    settings.courier.influx.password = "w";
    {
        MqttDevice device;
        const auto server = ingest();
        device.telemetry("a", 1);
        ASSERT_TRUE(eventually([&] { return !server->influxReachable(); }));
        EXPECT_EQ(server->status().droppedPoints(), 0U);
        influx.createDatabase();
        asAdmin("GRANT WRITE ON \"" + influx.database() + "\" TO " + writer);
        EXPECT_TRUE(eventually([&] { return server->status().courier.written == 1; }));
    }
    asAdmin("DROP USER " + writer);
}

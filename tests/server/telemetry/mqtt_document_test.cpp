// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"
#include "server/devices/metrics.h"
#include "server/devices/presence.h"
#include "server/event_sink.h"
#include "server/telemetry/ingest.h"
#include "tests/server/support/api.h"
#include "tests/server/support/mqtt_device.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace labwarden;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

std::string fileText(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file)
        throw std::runtime_error("cannot read " + path);
    return text.str();
}

/// The shell blocks of the document, in order.
std::vector<std::string> commandsOf(const std::string& document) {
    std::vector<std::string> blocks;
    const std::string open = "```sh\n", close = "\n```";
    for (std::size_t at = document.find(open); at != std::string::npos; at = document.find(open, at)) {
        at += open.size();
        blocks.push_back(document.substr(at, document.find(close, at) - at));
    }
    return blocks;
}

bool shell(const std::string& script) {
    FILE* input = ::popen("bash -eu", "w");
    if (input == nullptr)
        return false;
    std::fwrite(script.data(), 1, script.size(), input);
    return ::pclose(input) == 0;
}

} // namespace

TEST(ADeviceThatIsNothingButTheDocumentedCommands, is_a_device_like_any_other) {
    const auto& services = Services::get();
    const auto commands = commandsOf(fileText(LABWARDEN_SOURCE_DIR "/server/devices/MQTT.md"));
    ASSERT_EQ(commands.size(), 2U);
    const auto passwords = boost::json::parse(fileText(services.mqttDevices)).as_object();
    const std::string key = "test-40";
    ASSERT_TRUE(passwords.contains(key));
    const auto broker = clients::Url::parse(services.mqtt);
    ::setenv("HOST", broker.host.c_str(), 1);
    ::setenv("PORT", std::to_string(broker.port).c_str(), 1);
    ::setenv("KEY", key.c_str(), 1);
    ::setenv("PASSWORD", passwords.at(key).as_string().c_str(), 1);

    const TestSchema schema;
    const TestRedis redis;
    const auto database = schema.open();
    KeptEvents events;
    const auto id = schema.sql("INSERT INTO devices (key, name) VALUES ('test-40', 'By hand') RETURNING id")
                        .front()[0]
                        .as<std::string>();
    schema.sql("INSERT INTO device_presence (device_id) VALUES ('" + id + "')");
    const auto presence = [&] {
        const auto row = schema.sql("SELECT kind, online FROM device_presence").front();
        return row[0].as<std::string>() + (row[1].as<bool>() ? " online" : " offline");
    };
    clients::Url influxUrl = clients::Url::parse(services.influx);
    influxUrl.query = {{"db", uniqueName("test")}};
    clients::InfluxClient influx(influxUrl);
    influx.createDatabase();

    MqttDevice cleaner(key); // takes what is retained away at the end
    devices::PresenceSettings presenceSettings;
    presenceSettings.mqtt = broker;
    devices::PresenceWatch watch(presenceSettings, *database, *redis, events);
    watch.start();
    telemetry::IngestSettings ingestSettings;
    ingestSettings.mqtt = broker;
    ingestSettings.courier.influx = influxUrl;
    ingestSettings.shareGroup = uniqueName("group");
    ingestSettings.intake.flushAfter = 50ms;
    telemetry::Ingest ingest(ingestSettings);
    ingest.start();
    ASSERT_TRUE(eventually([&] { return watch.mqttConnected() && ingest.mqttConnected(); }));

    ASSERT_TRUE(shell(commands[0]));
    EXPECT_TRUE(eventually([&] { return presence() == "mqtt online"; }));
    EXPECT_TRUE(eventually([&] { return devices::deviceMetrics(*database, id).metrics.size() == 2; }));
    const auto metrics = devices::deviceMetrics(*database, id).metrics;
    EXPECT_EQ(metrics.front().name, "case_temp");
    EXPECT_EQ(metrics.front().unit, "°C");
    clients::TelemetryReader reader(influx);
    const auto vbus = [&] {
        return reader.samples(key, "vbus", Timestamp::now() - 1min, Timestamp::now() + 1min);
    };
    ASSERT_TRUE(eventually([&] { return !vbus().empty(); }));
    EXPECT_EQ(vbus().front().value, 12.05);

    ASSERT_TRUE(shell(commands[1]));
    EXPECT_TRUE(eventually([&] { return presence() == "mqtt offline"; }));
    EXPECT_EQ(watch.counters().unreadable + ingest.status().intake.unreadable, 0U);
    influx.dropDatabase();
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"
#include "server/devices/metrics.h"
#include "server/devices/presence.h"
#include "server/event_sink.h"
#include "server/identity/api_key_routes.h"
#include "server/identity/api_keys.h"
#include "server/telemetry/ingest.h"
#include "server/telemetry/ingest_routes.h"
#include "server/telemetry/submissions.h"
#include "tests/server/support/api.h"
#include "tests/server/support/mqtt_device.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
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

clients::Url ownInflux() {
    auto url = clients::Url::parse(Services::get().influx);
    url.query = {{"db", uniqueName("test")}};
    return url;
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
    ASSERT_EQ(commands.size(), 3U);
    const auto passwords = boost::json::parse(fileText(services.mqttDevices)).as_object();
    const std::string key = "test-40";
    ASSERT_TRUE(passwords.contains(key));
    const auto broker = clients::Url::parse(services.mqtt);
    ::setenv("HOST", broker.host.c_str(), 1);
    ::setenv("PORT", std::to_string(broker.port).c_str(), 1);
    ::setenv("KEY", key.c_str(), 1);
    ::setenv("PASSWORD", passwords.at(key).as_string().c_str(), 1);

    std::unique_ptr<telemetry::Ingest> ingest;
    std::unique_ptr<telemetry::Submissions> submissions;
    std::unique_ptr<identity::ApiKeys> keys;
    const auto influxUrl = ownInflux();
    TestApi api([&](storage::Database& database, storage::Redis& redis, EventSink& sink) {
        telemetry::IngestSettings settings;
        settings.mqtt = broker;
        settings.courier.influx = influxUrl;
        settings.shareGroup = uniqueName("group");
        settings.intake.flushAfter = 50ms;
        ingest = std::make_unique<telemetry::Ingest>(settings);
        submissions = std::make_unique<telemetry::Submissions>(database, *ingest);
        keys = std::make_unique<identity::ApiKeys>(database, redis, sink);
        auto routes = telemetry::ingestRoutes(*ingest, *submissions);
        std::ranges::move(identity::apiKeyRoutes(*keys), std::back_inserter(routes));
        return routes;
    });
    const auto& schema = api.schema;
    const auto& database = api.database;
    const auto id = schema.sql("INSERT INTO devices (key, name) VALUES ('test-40', 'By hand') RETURNING id")
                        .front()[0]
                        .as<std::string>();
    schema.sql("INSERT INTO device_presence (device_id) VALUES ('" + id + "')");
    const auto presence = [&] {
        const auto row = schema.sql("SELECT kind, online FROM device_presence").front();
        return row[0].as<std::string>() + (row[1].as<bool>() ? " online" : " offline");
    };
    clients::InfluxClient influx(influxUrl);
    influx.createDatabase();

    MqttDevice cleaner(key); // takes what is retained away at the end
    devices::PresenceSettings presenceSettings;
    presenceSettings.mqtt = broker;
    devices::PresenceWatch watch(presenceSettings, *database, *api.redis, api.events);
    watch.start();
    ingest->start();
    ASSERT_TRUE(eventually([&] { return watch.mqttConnected() && ingest->mqttConnected(); }));

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
    ASSERT_TRUE(eventually([&] { return vbus().size() == 2; }, 20s))
        << ingest->status().intake.messages << " messages, " << ingest->status().intake.unreadable
        << " of them unreadable, " << ingest->status().courier.written << " points written";
    EXPECT_EQ(vbus().front().value, 12.05);
    EXPECT_EQ(vbus().back().value, 12.1) << "in line protocol";

    ASSERT_TRUE(shell(commands[1]));
    EXPECT_TRUE(eventually([&] { return presence() == "mqtt offline"; }));

    const auto made = api.post("/api/v1/api-keys",
                               {{"name", "gateway"},
                                {"scopes", {"telemetry:write"}},
                                {"expiresAt", (Timestamp::now() + 48h).text()}},
                               api.signIn("admin"));
    ::setenv("SERVER", ("http://127.0.0.1:" + std::to_string(api.port())).c_str(), 1);
    ::setenv("API_KEY", made.body.at("secret").as_string().c_str(), 1);
    ASSERT_TRUE(shell(commands[2]));
    ASSERT_TRUE(eventually([&] { return vbus().size() == 4; }, 20s));
    EXPECT_EQ(vbus().back().value, 12.2);
    EXPECT_EQ(watch.counters().unreadable + ingest->status().intake.unreadable, 0U);
    influx.dropDatabase();
}

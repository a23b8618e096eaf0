// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/devices/metrics.h"
#include "server/devices/presence.h"
#include "server/errors.h"
#include "server/event_sink.h"
#include "tests/server/support/mqtt_device.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

using namespace labwarden;
using namespace labwarden::devices;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

class Heard : public EventSink {
public:
    void committed(const std::vector<Event>& events) override {
        const std::lock_guard lock(m_mutex);
        m_events.insert(m_events.end(), events.begin(), events.end());
    }
    /// "online" and "offline", in order, of one device.
    std::vector<std::string> of(const std::string& id) {
        const std::lock_guard lock(m_mutex);
        std::vector<std::string> words;
        for (const auto& event : m_events) {
            if (event.id != id || event.part != EventPart::presence)
                continue;
            const auto presence = wire::read<Presence>(event.state, wire::people);
            words.emplace_back(!presence || presence.value.version != event.version ? "unreadable"
                               : presence.value.online                              ? "online"
                                                                                    : "offline");
        }
        return words;
    }

private:
    std::mutex m_mutex;
    std::vector<Event> m_events;
};

class ADevice : public testing::Test {
protected:
    ADevice() : database(schema.open()) {}

    /// A device in the registry, as nobody has heard of it yet.
    std::string registered(const std::string& key) {
        const auto id =
            schema.sql("INSERT INTO devices (key, name) VALUES ('" + key + "', '" + key + "') RETURNING id")
                .front()[0]
                .as<std::string>();
        schema.sql("INSERT INTO device_presence (device_id) VALUES ('" + id + "')");
        return id;
    }
    std::unique_ptr<PresenceWatch> watch(storage::Database& db,
                                         const std::string& mqtt = Services::get().mqtt) {
        PresenceSettings settings;
        settings.mqtt = clients::Url::parse(mqtt);
        settings.tick = 20ms;
        settings.lastSeenEvery = 50ms;
        auto made = std::make_unique<PresenceWatch>(settings, db, *redis, sink);
        made->start();
        if (!eventually([&] { return made->mqttConnected(); }))
            throw std::runtime_error("no MQTT broker");
        return made;
    }
    std::string presence(const std::string& id) {
        const auto row =
            schema.sql("SELECT kind, online, version FROM device_presence WHERE device_id = '" + id + "'")
                .front();
        return row[0].as<std::string>() + (row[1].as<bool>() ? " online v" : " offline v") +
               row[2].as<std::string>();
    }

    /// Of this device: others of the broker, which nobody has registered here, are told as well.
    int eventsWritten(const std::string& id) const {
        return schema.sql("SELECT count(*) FROM event_outbox WHERE event ->> 'id' = '" + id + "'")[0][0]
            .as<int>();
    }

    const TestSchema schema;
    const TestRedis redis;
    std::unique_ptr<storage::Database> database;
    Heard sink;
};

} // namespace

TEST_F(ADevice, becomes_watched_with_its_first_status_and_changes_on_news_only) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto server = watch(*database);
    EXPECT_EQ(presence(id), "none online v1");
    device.status(true);
    ASSERT_TRUE(eventually([&] { return presence(id) == "mqtt online v2"; }));
    device.status(true);
    device.status(true);
    device.status(false);
    ASSERT_TRUE(eventually([&] { return presence(id) == "mqtt offline v3"; })) << presence(id);
    EXPECT_TRUE(eventually([&] { return sink.of(id).size() == 2; }));
    EXPECT_THAT(sink.of(id), testing::ElementsAre("online", "offline"));
    EXPECT_EQ(eventsWritten(id), 2);
}

TEST_F(ADevice, whose_heartbeats_stop_is_lost_and_comes_back_with_the_next) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto server = watch(*database);
    device.status(true, 100ms);
    ASSERT_TRUE(eventually([&] { return sink.of(id) == std::vector<std::string>{"online", "offline"}; }));
    EXPECT_GE(server->counters().lost, 1U);
    device.status(true);
    EXPECT_TRUE(eventually([&] { return presence(id) == "mqtt online v4"; }));
}

TEST_F(ADevice, that_vanishes_is_lost_by_its_last_will) {
    MqttDevice watcher;
    const auto id = registered(watcher.key);
    const auto server = watch(*database);
    watcher.status(true);
    ASSERT_TRUE(eventually([&] { return presence(id) == "mqtt online v2"; }));

    const auto url = clients::Url::parse(Services::get().mqtt);
    TcpProxy network(url.host, url.port);
    clients::MqttSettings settings;
    settings.url = url;
    settings.url.port = network.port();
    settings.clientId = uniqueName("vanishing");
    settings.will = clients::MqttWill{topicOf(watcher.key, Leaf::status), statusPayload({}), true};
    clients::MqttClient vanishing(settings, {});
    vanishing.start();
    ASSERT_TRUE(eventually([&] { return vanishing.connected(); }));
    network.cut();
    EXPECT_TRUE(eventually([&] { return presence(id) == "mqtt offline v3"; }));
}

TEST_F(ADevice, is_not_lost_because_the_server_cannot_hear_it) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto url = clients::Url::parse(Services::get().mqtt);
    TcpProxy network(url.host, url.port);
    const auto server = watch(*database, withPort(Services::get().mqtt, network.port()));
    device.status(true, 300ms);
    ASSERT_TRUE(eventually([&] { return presence(id) == "mqtt online v2"; }));
    network.cut();
    ASSERT_TRUE(eventually([&] { return !server->mqttConnected(); }));
    const auto end = std::chrono::steady_clock::now() + 1500ms;
    while (std::chrono::steady_clock::now() < end)
        ASSERT_EQ(presence(id), "mqtt online v2");
    network.restore();
    ASSERT_TRUE(eventually([&] { return server->mqttConnected(); }));
    device.status(true, 600'000ms);
    EXPECT_TRUE(eventually([&] { return server->counters().messages > 1; }));
    EXPECT_EQ(presence(id), "mqtt online v2");
}

TEST_F(ADevice, that_died_while_no_server_ran_is_found_lost) {
    const auto key = uniqueKey();
    const auto id = registered(key);
    schema.sql("UPDATE device_presence SET kind = 'mqtt' WHERE device_id = '" + id + "'");
    MqttDevice device(key);
    device.say(Leaf::status, R"({"online": true, "heartbeatMs": 100, "at": "2020-01-01T00:00:00Z"})", true);
    const auto server = watch(*database);
    EXPECT_TRUE(eventually([&] { return presence(id) == "mqtt offline v2"; }));
}

TEST_F(ADevice, is_judged_the_same_by_two_servers_and_written_once) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto a = watch(*database), b = watch(*database);
    device.status(true, 200ms);
    ASSERT_TRUE(eventually([&] { return presence(id) == "mqtt offline v3"; })) << presence(id);
    ASSERT_TRUE(eventually([&] { return a->counters().lost >= 1 && b->counters().lost >= 1; }));
    EXPECT_EQ(eventsWritten(id), 2);
}

TEST_F(ADevice, that_nobody_registered_is_told_as_new_and_counted) {
    MqttDevice stranger;
    const auto server = watch(*database);
    const auto standing = [&] {
        const auto rows =
            schema.sql("SELECT online FROM unregistered_devices WHERE key = '" + stranger.key + "'");
        return rows.empty() ? "" : rows[0][0].as<bool>() ? "online" : "offline";
    };
    stranger.status(true);
    EXPECT_TRUE(eventually([&] { return standing() == std::string("online"); }));
    stranger.status(false);
    EXPECT_TRUE(eventually([&] { return standing() == std::string("offline"); }));
    stranger.status(true);
    stranger.say(Leaf::meta, R"({"vbus": {}})", true);
    EXPECT_TRUE(eventually([&] { return server->counters().unknownKeys >= 2; }));
    EXPECT_EQ(schema.sql("SELECT count(*) FROM device_metrics").front()[0].as<int>(), 0);
}

TEST_F(ADevice, that_spoke_before_it_was_registered_has_its_metrics_with_its_next_heartbeat) {
    MqttDevice device;
    const auto server = watch(*database);
    device.status(true);
    device.say(Leaf::meta, R"({"vbus": {"unit": "V"}})", true);
    ASSERT_TRUE(eventually([&] { return server->counters().unknownKeys >= 2; }));
    const auto id = registered(device.key);
    device.status(true);
    ASSERT_TRUE(eventually([&] { return deviceMetrics(*database, id).metrics.size() == 1; }));
    EXPECT_EQ(deviceMetrics(*database, id).metrics[0].unit, "V");
    EXPECT_EQ(presence(id), "mqtt online v2");
}

TEST_F(ADevice, that_speaks_nonsense_is_counted_and_otherwise_ignored) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto server = watch(*database);
    for (const auto* payload : {"online", "{}", "\xff\xfe", R"({"online": "yes"})"})
        device.say(Leaf::status, payload, false);
    device.say(Leaf::meta, R"({"CPU": {}})", false);
    EXPECT_TRUE(eventually([&] { return server->counters().unreadable >= 5; }));
    EXPECT_EQ(presence(id), "none online v1");
}

TEST_F(ADevice, has_its_metrics_kept_and_replaced) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto server = watch(*database);
    device.say(Leaf::meta, R"({"vbus": {"unit": "V", "intervalMs": 200}, "a\u0062c": {"unit": "\"{,}\\°"}})",
               true);
    ASSERT_TRUE(eventually([&] { return deviceMetrics(*database, id).metrics.size() == 2; }));
    auto metrics = deviceMetrics(*database, id).metrics;
    EXPECT_EQ(metrics[0].name, "abc");
    EXPECT_EQ(metrics[0].unit, "\"{,}\\°");
    EXPECT_EQ(metrics[0].intervalMs, 1000);
    EXPECT_EQ(metrics[1].unit, "V");
    EXPECT_EQ(metrics[1].intervalMs, 200);
    device.say(Leaf::meta, R"({"vbus": {"unit": "mV"}})", true);
    ASSERT_TRUE(eventually([&] { return deviceMetrics(*database, id).metrics.size() == 1; }));
    EXPECT_EQ(deviceMetrics(*database, id).metrics[0].unit, "mV");
    EXPECT_EQ(deviceMetrics(*database, id).key, device.key);
    EXPECT_THROW(deviceMetrics(*database, "00000000-0000-4000-8000-000000000000"), NotFound);
    EXPECT_THROW(deviceMetrics(*database, "no uuid"), NotFound);
}

TEST_F(ADevice, leaves_when_it_was_last_seen_in_redis) {
    MqttDevice device;
    const auto id = registered(device.key);
    const auto server = watch(*database);
    const auto before = Timestamp::now();
    device.status(true);
    const auto lastSeen = [&] { return redis->command({"HGET", redis->prefix() + "lastSeen", id}).text; };
    ASSERT_TRUE(eventually([&] { return !lastSeen().empty(); }));
    EXPECT_GE(std::stoll(lastSeen()), before.ms);
    const Timestamp later = Timestamp::now() + 1h;
    server->seen(device.key, later);
    EXPECT_TRUE(eventually([&] { return lastSeen() == std::to_string(later.ms); }));
}

TEST_F(ADevice, is_as_it_spoke_last_once_postgres_is_back) {
    MqttDevice device;
    const auto id = registered(device.key);
    TcpProxy network("127.0.0.1", portOf(Services::get().postgresApp));
    auto settings = schema.settings();
    settings.url = withPort(settings.url, network.port());
    const auto distant = storage::openDatabase(settings);
    const auto server = watch(*distant);
    device.status(true);
    ASSERT_TRUE(eventually([&] { return presence(id) == "mqtt online v2"; }));
    network.cut();
    ASSERT_TRUE(eventually([&] {
        device.status(true); // the next write finds out
        return !distant->healthy();
    }));
    device.status(false);
    device.status(true);
    device.status(false);
    const auto heard = server->counters().messages;
    device.say(Leaf::meta, R"({"vbus": {"unit": "V"}})", true);
    ASSERT_TRUE(eventually([&] { return server->counters().messages > heard; }));
    EXPECT_EQ(presence(id), "mqtt online v2");
    network.restore();
    EXPECT_TRUE(eventually([&] { return presence(id) == "mqtt offline v3"; }, 15s)) << presence(id);
    EXPECT_TRUE(eventually([&] { return deviceMetrics(*database, id).metrics.size() == 1; }, 15s));
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/exchange_relay.h"
#include "server/clients/amqp.h"
#include "tests/server/board/board_lab.h"

#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;
using namespace std::chrono_literals;

TEST(TheBoard, shows_all_devices_with_the_cursor_at_which_this_is_true) {
    BoardLab lab(quick());
    std::string cursor;
    const std::vector<Device> devices = lab.devices(&cursor);
    ASSERT_EQ(devices.size(), 3u);
    EXPECT_EQ(devices[0].key, "dev-1");
    EXPECT_EQ(devices[0].location.rack, "r1");
    EXPECT_TRUE(lab.poll(cursor, 0).events.empty());
    EXPECT_EQ(lab.api.get("/api/v1/devices").status, 401);
}

TEST(TheBoard, shows_what_its_own_server_has_committed_at_once) {
    BoardLab lab(quick());
    lab.relay().stop(); // nothing comes by the stream
    const Event event = lab.changeService("dev-1", "new fan");
    lab.board().committed({event});
    EXPECT_FALSE(lab.device("dev-1").service.inService);
}

TEST(TheBoard, shows_what_other_servers_have_committed) {
    BoardLab lab(quick());
    lab.changeService("dev-1", "new fan");
    EXPECT_TRUE(eventually([&] { return lab.device("dev-1").service.reason == "new fan"; }));
}

TEST(TheBoard, shows_a_device_that_was_registered_on_another_server) {
    BoardLab lab(quick());
    lab.api.schema.sqlAsApp("SELECT create_device('{\"key\": \"dev-9\", \"name\": \"New\", \"type\": \"\", "
                            "\"model\": \"\", \"serial\": "
                            "\"\", \"firmware\": \"\", \"location\": {\"site\": \"\", \"room\": \"\", "
                            "\"rack\": \"\", \"slot\": \"\"}, "
                            "\"tags\": []}', (SELECT id FROM users LIMIT 1), '')");
    EXPECT_TRUE(eventually([&] { return lab.device("dev-9").name == "New"; }));
}

TEST(TheBoard, merges_when_a_device_was_last_heard_of) {
    board::BoardSettings settings = quick();
    settings.reloadEvery = 50ms;
    BoardLab lab(settings);
    EXPECT_FALSE(lab.device("dev-1").lastSeen);
    lab.api.redis->command(
        {"HSET", lab.api.redis->prefix() + "lastSeen", lab.deviceId("dev-1"), "1772374938250"});
    EXPECT_TRUE(eventually([&] { return lab.device("dev-1").lastSeen == Timestamp{1772374938250}; }));
}

TEST(TwoBoards, on_one_redis_come_to_the_same) {
    BoardLab lab(quick());
    BoardLab::Other other(lab);
    const std::string cursor = lab.cursor();
    Event event;
    for (int i = 0; i < 20; ++i)
        event =
            lab.changeService("dev-" + std::to_string(1 + i % 3), i % 2 ? "" : "reason " + std::to_string(i));
    const auto version = [&](std::uint16_t port) { return lab.device("dev-2", port).service.version; };
    ASSERT_TRUE(
        eventually([&] { return version(0) == event.version && version(other.port()) == event.version; }));
    EXPECT_EQ(lab.devices(), lab.devices(nullptr, other.port()));
    // A cursor of one server is good on the other.
    const Bundle bundle = lab.poll(cursor, 10, {}, other.port());
    EXPECT_FALSE(bundle.reset);
    EXPECT_EQ(bundle.events.size(), 3u);
}

TEST(AWipedRedis, sends_all_readers_to_the_beginning_and_loses_nothing) {
    BoardLab lab(quick());
    const std::string before = lab.cursor();
    auto parked = lab.pollLater(before, 20);
    lab.api.redis.flush();
    lab.viewer = lab.api.signIn("viewer");
    const Event event = lab.changeService("dev-2", "new fan");
    EXPECT_TRUE(parked.get().reset);
    EXPECT_TRUE(eventually([&] { return lab.device("dev-2").service.version == event.version; }));
    std::string cursor;
    ASSERT_TRUE(eventually([&] { return (cursor = lab.cursor()).substr(0, 16) != before.substr(0, 16); }));
    EXPECT_TRUE(lab.poll(before).reset);
    auto again = lab.pollLater(cursor, 20);
    lab.changeService("dev-2", "");
    const Bundle bundle = again.get();
    EXPECT_FALSE(bundle.reset);
    EXPECT_EQ(bundle.events.size(), 1u);
}

TEST(AWipedRedis, takes_no_reader_past_events_that_were_wiped_unread) {
    BoardLab lab(quick());
    BoardLab::Other other(lab);
    for (int i = 0; i < 5; ++i) {
        const std::string cursor = lab.cursor();
        const Event event = lab.changeService("dev-1", "reason " + std::to_string(i));
        lab.api.redis.flush(); // perhaps before anybody has read it
        lab.viewer = lab.api.signIn("viewer");
        // Whoever goes on from the cursor hears of the event or is sent back; never neither.
        bool told = false;
        ASSERT_TRUE(eventually([&] {
            const Bundle bundle = lab.poll(cursor, 1);
            told = bundle.reset || !bundle.events.empty();
            return told;
        }));
        ASSERT_TRUE(eventually([&] { return lab.device("dev-1").service.version == event.version; }));
        ASSERT_TRUE(
            eventually([&] { return lab.device("dev-1", other.port()).service.version == event.version; }));
        ASSERT_TRUE(eventually([&] { return lab.board().following(); }));
    }
}

TEST(ATrimmedStream, takes_no_reader_past_what_was_cut_off) {
    BoardLab lab(quick());
    const std::string cursor = lab.cursor();
    lab.network().cut(); // so that the board cannot read on
    ASSERT_TRUE(eventually([&] { return !lab.board().following(); }));
    const std::string stream = lab.api.redis->prefix() + "events";
    for (int i = 0; i < 5; ++i)
        lab.api.redis->command({"XADD", stream, "*", "event", "{}"});
    lab.api.redis->command({"XTRIM", stream, "MAXLEN", "2"});
    lab.network().restore();
    ASSERT_TRUE(eventually([&] { return lab.board().following(); }));
    EXPECT_TRUE(lab.poll(cursor, 0).reset);
}

TEST(WhileRedisIsAway, the_board_is_read_from_postgresql_and_the_feed_says_503) {
    BoardLab lab(quick());
    const std::string cursor = lab.cursor();
    auto parked = lab.pollLater(cursor, 20);
    lab.network().cut();
    EXPECT_EQ(parked.get().status, 503);
    const Event event = lab.changeService("dev-2", "new fan"); // by another server
    EXPECT_TRUE(eventually([&] { return lab.device("dev-2").service.version == event.version; }));
    EXPECT_EQ(lab.poll(cursor).status, 503);
    lab.network().restore();
    ASSERT_TRUE(eventually([&] { return lab.board().following(); }));
    // The event waited in its outbox: the old cursor still hears of it.
    ASSERT_TRUE(eventually([&] { return lab.api.schema.sql("SELECT FROM event_outbox").empty(); }));
    const Bundle bundle = lab.poll(cursor);
    ASSERT_EQ(bundle.events.size(), 1u);
    EXPECT_EQ(bundle.events[0].version, event.version);
}

TEST(ABoardThatDoesNotRun, says_503) {
    BoardLab lab(quick());
    lab.board().stop();
    EXPECT_EQ(lab.api.get("/api/v1/devices", lab.viewer).status, 503);
}

TEST(TwoEventRelays, bring_each_event_to_the_stream_once) {
    BoardLab lab(quick());
    board::EventRelay second(lab.settings(), *lab.api.database, *lab.api.redis);
    second.start();
    const auto length = [&] {
        return lab.api.redis->command({"XLEN", lab.api.redis->prefix() + "events"}).integer;
    };
    const long long before = length();
    lab.api.schema.sqlAsApp("SELECT emit_events(array_agg(event_json('run', gen_random_uuid(), 1, '{}'))) "
                            "FROM generate_series(1, 3000)");
    ASSERT_TRUE(eventually([&] { return lab.api.schema.sql("SELECT FROM event_outbox").empty(); }));
    EXPECT_EQ(length() - before, 3000);
}

TEST(TheExchangeRelay, brings_events_to_other_programs_by_part) {
    BoardLab lab(quick());
    board::BoardSettings settings = quick();
    settings.exchange = uniqueName("labwarden.events");
    const auto url = clients::Url::parse(Services::get().amqp);
    lab.api.schema.sqlAsApp("DELETE FROM exchange_outbox"); // of the devices' registration
    clients::AmqpConsumer listener(url);
    const std::string queue = uniqueName("listener");
    listener.declareQueue(queue);
    listener.declareExchange(settings.exchange, "topic");
    listener.bindQueue(queue, settings.exchange, "service.*");
    listener.consume(queue, 10);
    board::ExchangeRelay relay(settings, url, *lab.api.database);
    relay.start();
    lab.emit("run", lab.deviceId("dev-1"), 1); // not asked for
    const Event event = lab.changeService("dev-1", "new fan");
    const auto delivery = listener.next(5s);
    ASSERT_TRUE(delivery);
    EXPECT_EQ(delivery->routingKey, "service." + event.id);
    EXPECT_NE(delivery->body.find("new fan"), std::string::npos);
    EXPECT_FALSE(listener.next(0ms));
    EXPECT_TRUE(eventually([&] { return lab.api.schema.sql("SELECT FROM exchange_outbox").empty(); }));
    listener.deleteQueue(queue);
    listener.deleteExchange(settings.exchange);
}

TEST(TheExchangeRelay, keeps_the_newest_events_alone_while_the_broker_is_away) {
    BoardLab lab(quick());
    board::BoardSettings settings = quick();
    settings.exchangeBacklog = 10;
    const auto url = clients::Url::parse(withPort(Services::get().amqp, closedPort()));
    board::ExchangeRelay relay(settings, url, *lab.api.database);
    lab.api.schema.sqlAsApp("SELECT emit_events(array_agg(event_json('run', gen_random_uuid(), 1, '{}'))) "
                            "FROM generate_series(1, 50)");
    const auto waiting = [&] { return lab.api.schema.sql("SELECT FROM exchange_outbox").size(); };
    const auto before = waiting();
    ASSERT_GE(before, 50u);
    relay.start();
    EXPECT_TRUE(eventually([&] { return waiting() == 10u; }));
    EXPECT_EQ(relay.dropped(), before - 10);
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/mqtt.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

using namespace labwarden::clients;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

/// A client that remembers what it heard.
struct Listener {
    explicit Listener(const Url& url, std::optional<MqttWill> will = std::nullopt,
                      std::string id = uniqueName("listener")) {
        MqttSettings settings;
        settings.url = url;
        settings.clientId = std::move(id);
        settings.will = std::move(will);
        settings.firstRetry = 20ms;
        settings.longestRetry = 100ms;
        settings.connectTimeout = 500ms;
        client = std::make_unique<MqttClient>(std::move(settings),
                                              MqttCallbacks{.connected = [this] { ++connects; },
                                                            .lost =
                                                                [this](const std::string& why) {
                                                                    const std::lock_guard lock(mutex);
                                                                    reasons.push_back(why);
                                                                },
                                                            .message =
                                                                [this](MqttMessage m) {
                                                                    const std::lock_guard lock(mutex);
                                                                    messages.push_back(std::move(m));
                                                                }});
    }
    bool connected() const {
        return eventually([&] { return client->connected(); });
    }
    std::vector<std::string> payloads() {
        const std::lock_guard lock(mutex);
        std::vector<std::string> out;
        for (const auto& m : messages)
            out.push_back(m.payload);
        return out;
    }
    std::vector<std::string> losses() {
        const std::lock_guard lock(mutex);
        return reasons;
    }

    std::atomic<int> connects = 0;
    std::mutex mutex;
    std::vector<MqttMessage> messages;
    std::vector<std::string> reasons;
    std::unique_ptr<MqttClient> client; ///< last: its thread uses the others
};

Url broker() {
    return Url::parse(Services::get().mqtt);
}
std::string topic() {
    return "labwarden/test/" + uniqueName("topic");
}

} // namespace

TEST(AnMqttClient, hears_what_another_publishes) {
    const std::string where = topic();
    Listener a(broker()), b(broker());
    a.client->subscribe(where);
    a.client->start();
    b.client->start();
    ASSERT_TRUE(a.connected() && b.connected());
    ASSERT_TRUE(
        eventually([&] { return b.client->publish(where, "hello", false, 2s) && !a.payloads().empty(); }));
    EXPECT_EQ(a.payloads().front(), "hello");
    EXPECT_EQ(a.messages.front().topic, where);
    EXPECT_FALSE(a.messages.front().retained);
}

TEST(AnMqttClient, subscribes_later_too_and_gets_what_is_retained) {
    const std::string where = topic();
    Listener a(broker());
    a.client->start();
    ASSERT_TRUE(a.connected());
    ASSERT_TRUE(a.client->publish(where, "kept", true, 2s));
    a.client->subscribe(where);
    ASSERT_TRUE(eventually([&] { return !a.payloads().empty(); }));
    EXPECT_TRUE(a.messages.front().retained);
    a.client->publish(where, "", true, 2s);
}

TEST(AnMqttClient, that_is_not_connected_publishes_nothing) {
    Listener a(Url::parse("mqtt://127.0.0.1:" + std::to_string(closedPort())));
    EXPECT_FALSE(a.client->publish("x", "y", false, 1s));
    a.client->start();
    ASSERT_TRUE(eventually([&] { return a.losses().size() >= 3; })) << "it tries again and again";
    EXPECT_FALSE(a.client->post("x", "y", false));
    EXPECT_FALSE(a.client->connectedSince());
}

TEST(AnMqttClient, says_why_a_broker_refuses_it) {
    Url wrong = broker();
    wrong.password = "wrong";
    Listener a(wrong);
    a.client->start();
    ASSERT_TRUE(eventually([&] { return !a.losses().empty(); }));
    EXPECT_THAT(a.losses().front(), testing::HasSubstr("not authorised"));
    EXPECT_EQ(a.connects, 0);
}

TEST(AnMqttClient, comes_back_after_a_cut_and_renews_its_subscriptions) {
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    Url proxied = url;
    proxied.port = network.port();
    const std::string where = topic();
    Listener a(proxied), b(url);
    a.client->subscribe(where);
    a.client->start();
    b.client->start();
    ASSERT_TRUE(a.connected() && b.connected());
    network.cut();
    ASSERT_TRUE(eventually([&] { return !a.client->connected(); }));
    network.restore();
    ASSERT_TRUE(eventually([&] { return a.connects == 2; }));
    EXPECT_TRUE(
        eventually([&] { return b.client->publish(where, "again", false, 2s) && !a.payloads().empty(); }));
}

TEST(AnMqttClient, gives_up_on_a_broker_that_does_not_answer) {
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    network.silence(true);
    Url proxied = url;
    proxied.port = network.port();
    Listener a(proxied);
    a.client->start();
    ASSERT_TRUE(eventually([&] { return !a.losses().empty(); }));
    EXPECT_EQ(a.losses().front(), "no answer in time");
}

TEST(AnMqttClient, that_stops_in_order_does_not_leave_its_will) {
    const std::string where = topic();
    Listener watcher(broker());
    watcher.client->subscribe(where);
    watcher.client->start();
    ASSERT_TRUE(watcher.connected());
    {
        Listener polite(broker(), MqttWill{where, "lost", false});
        polite.client->start();
        ASSERT_TRUE(polite.connected());
        ASSERT_TRUE(eventually(
            [&] { return polite.client->publish(where, "here", false, 2s) && !watcher.payloads().empty(); }));
        polite.client->post(where, "bye", false);
    }
    ASSERT_TRUE(eventually([&] { return watcher.payloads().back() == "bye"; }));

    const Url url = broker();
    TcpProxy network(url.host, url.port);
    Url proxied = url;
    proxied.port = network.port();
    Listener vanishing(proxied, MqttWill{where, "lost", false});
    vanishing.client->start();
    ASSERT_TRUE(vanishing.connected());
    EXPECT_THAT(watcher.payloads(), testing::Not(testing::Contains("lost")));
    network.cut();
    EXPECT_TRUE(eventually([&] { return watcher.payloads().back() == "lost"; }));
}

TEST(AnMqttClient, takes_posts_from_many_threads) {
    const std::string where = topic();
    Listener a(broker()), b(broker());
    a.client->subscribe(where);
    a.client->start();
    b.client->start();
    ASSERT_TRUE(a.connected() && b.connected());
    ASSERT_TRUE(
        eventually([&] { return b.client->publish(where, "first", false, 2s) && !a.payloads().empty(); }));
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 200; ++i)
                    EXPECT_TRUE(b.client->publish(where, "x", false, 10s));
            });
    }
    EXPECT_TRUE(eventually([&] {
        const auto all = a.payloads();
        return std::count(all.begin(), all.end(), "x") == 800;
    }));
}

TEST(AnMqttClient, of_a_shared_subscription_gets_its_part_of_the_messages_and_all_get_each_once) {
    const std::string where = topic();
    const std::string filter = "$share/" + uniqueName("group") + "/" + where + "/+";
    Listener a(broker()), b(broker()), sender(broker());
    for (auto* each : {&a, &b}) {
        each->client->subscribe(filter);
        each->client->start();
    }
    sender.client->start();
    ASSERT_TRUE(a.connected() && b.connected() && sender.connected());
    // Both take part from the moment when both have heard something.
    ASSERT_TRUE(eventually([&] {
        sender.client->publish(where + "/probe", "probe", false, 2s);
        return !a.payloads().empty() && !b.payloads().empty();
    }));
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(sender.client->publish(where + "/" + std::to_string(i), std::to_string(i), false, 2s));
    std::vector<std::string> expected, heard;
    for (int i = 0; i < 100; ++i)
        expected.push_back(std::to_string(i));
    ASSERT_TRUE(eventually([&] {
        heard = a.payloads();
        const auto others = b.payloads();
        heard.insert(heard.end(), others.begin(), others.end());
        std::erase(heard, "probe");
        return heard.size() >= 100;
    }));
    EXPECT_THAT(heard, testing::UnorderedElementsAreArray(expected));
    EXPECT_GT(std::ranges::count_if(a.payloads(), [](const auto& p) { return p != "probe"; }), 0);
    EXPECT_GT(std::ranges::count_if(b.payloads(), [](const auto& p) { return p != "probe"; }), 0);
}

TEST(AnMqttClient, stops_at_once_whatever_it_is_doing) {
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    network.silence(true);
    Url proxied = url;
    proxied.port = network.port();
    auto a = std::make_unique<Listener>(proxied);
    a->client->start();
    const auto begun = std::chrono::steady_clock::now();
    a.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
    EXPECT_THROW(Listener(Url::parse("http://x")), std::invalid_argument);
}

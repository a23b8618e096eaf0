// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/amqp.h"
#include "server/errors.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::clients;
using namespace labwarden::test;
using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;

namespace {

Url broker() {
    return Url::parse(Services::get().amqp);
}

/// A queue that is gone after the test.
class Queue {
public:
    explicit Queue(const AmqpArguments& arguments = {{"x-queue-type", "quorum"}}) : m_connection(broker()) {
        m_connection.declareQueue(name, arguments);
    }
    ~Queue() {
        try {
            m_connection.deleteQueue(name);
        } catch (const std::exception&) { // the broker's restart takes it anyway
        }
    }
    const std::string name = uniqueName("clients-test");

private:
    AmqpConnection m_connection;
};

AmqpMessage messageTo(const std::string& queue, const std::string& id, const std::string& body = "{}") {
    AmqpMessage message;
    message.routingKey = queue;
    message.messageId = id;
    message.body = body;
    message.type = "job";
    return message;
}

} // namespace

TEST(PublishingToAQueue, is_confirmed_and_arrives_whole) {
    const Queue queue;
    AmqpPublisher publisher(broker());
    const std::string large(400'000, 'x'); // several frames
    const std::vector batch{messageTo(queue.name, "1", "first"), messageTo(queue.name, "2", large)};
    EXPECT_THAT(publisher.publish(batch), ElementsAre(PublishResult::Confirmed, PublishResult::Confirmed));

    AmqpConsumer consumer(broker());
    consumer.consume(queue.name, 10);
    const auto first = consumer.next(5s);
    const auto second = consumer.next(5s);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->body, "first");
    EXPECT_EQ(first->messageId, "1");
    EXPECT_EQ(first->type, "job");
    EXPECT_EQ(first->contentType, "application/json");
    EXPECT_FALSE(first->redelivered);
    EXPECT_EQ(second->body, large);
    consumer.ack(first->tag);
    consumer.ack(second->tag);
    EXPECT_FALSE(consumer.next(0ms));
}

TEST(PublishingABatch, says_for_each_message_whether_a_queue_took_it) {
    const Queue queue;
    AmqpPublisher publisher(broker());
    const std::vector batch{messageTo(queue.name, "a"), messageTo("no-such-queue", "b"),
                            messageTo(queue.name, "c")};
    const auto expected =
        ElementsAre(PublishResult::Confirmed, PublishResult::Returned, PublishResult::Confirmed);
    EXPECT_THAT(publisher.publish(batch), expected);
    EXPECT_THAT(publisher.publish(batch), expected) << "the connection is as good as before";
}

TEST(PublishingABatch, works_for_a_thousand) {
    const Queue queue;
    AmqpPublisher publisher(broker());
    std::vector<AmqpMessage> batch;
    for (int i = 0; i < 1000; ++i)
        batch.push_back(messageTo(queue.name, std::to_string(i)));
    EXPECT_THAT(publisher.publish(batch), Each(PublishResult::Confirmed));
    EXPECT_TRUE(eventually([&] { return publisher.queueDepth(queue.name)->messages == 1000; }));
}

TEST(PublishingABatch, is_refused_by_a_full_queue) {
    const Queue queue({{"x-max-length", 1}, {"x-overflow", "reject-publish"}});
    AmqpPublisher publisher(broker());
    EXPECT_THAT(publisher.publish(std::vector{messageTo(queue.name, "1")}),
                ElementsAre(PublishResult::Confirmed));
    EXPECT_THAT(publisher.publish(std::vector{messageTo(queue.name, "2")}),
                ElementsAre(PublishResult::Refused));
}

TEST(PublishingABatch, wants_ids_by_which_returned_messages_can_be_told_apart) {
    AmqpPublisher publisher(broker());
    const std::vector batch{messageTo("q", "same"), messageTo("q", "same")};
    EXPECT_THROW(publisher.publish(batch), std::invalid_argument);
    EXPECT_TRUE(publisher.alive());
}

TEST(PublishingToAnExchange, reaches_the_queues_bound_to_it) {
    const Queue queue;
    const std::string exchange = uniqueName("clients-test");
    AmqpPublisher publisher(broker());
    publisher.declareExchange(exchange, "topic");
    publisher.bindQueue(queue.name, exchange, "lab.#");
    AmqpMessage event;
    event.exchange = exchange;
    event.mandatory = false;
    event.routingKey = "lab.run.finished";
    EXPECT_THAT(publisher.publish(std::vector{event}), ElementsAre(PublishResult::Confirmed));
    event.routingKey = "elsewhere"; // nobody listens, and that is no error for an event
    EXPECT_THAT(publisher.publish(std::vector{event}), ElementsAre(PublishResult::Confirmed));
    EXPECT_TRUE(eventually([&] { return publisher.queueDepth(queue.name)->messages == 1; }));
    publisher.deleteExchange(exchange);
}

TEST(LookingAtAQueue, tells_its_depth_or_that_there_is_none) {
    const Queue queue;
    AmqpConnection connection(broker());
    EXPECT_FALSE(connection.queueDepth("no-such-queue"));
    ASSERT_TRUE(connection.queueDepth(queue.name));
    EXPECT_EQ(connection.queueDepth(queue.name)->consumers, 0U);
    EXPECT_FALSE(connection.queueDepth("no-such-queue"));
    AmqpConsumer consumer(broker());
    consumer.consume(queue.name);
    EXPECT_TRUE(eventually([&] { return connection.queueDepth(queue.name)->consumers == 1; }));
}

TEST(DeclaringAQueue, again_with_other_arguments_ends_the_connection) {
    const Queue queue;
    AmqpConnection connection(broker());
    connection.declareQueue(queue.name, {{"x-queue-type", "quorum"}});
    EXPECT_THROW(connection.declareQueue(queue.name, {{"x-queue-type", "classic"}}), Unavailable);
    EXPECT_FALSE(connection.alive());
    EXPECT_THROW(connection.declareQueue(queue.name), Unavailable);
}

TEST(TryingToDeclareAQueue, says_when_it_is_there_with_other_arguments_and_the_connection_lives_on) {
    const Queue queue;
    AmqpPublisher publisher(broker());
    EXPECT_TRUE(publisher.tryDeclareQueue(queue.name, {{"x-queue-type", "quorum"}}));
    EXPECT_TRUE(publisher.tryDeclareQueue(queue.name, {{"x-queue-type", "quorum"}}));
    EXPECT_FALSE(publisher.tryDeclareQueue(queue.name, {{"x-queue-type", "classic"}}));
    EXPECT_FALSE(publisher.tryDeclareQueue(queue.name, {{"x-queue-type", "classic"}}));
    EXPECT_THAT(publisher.publish(std::vector{messageTo(queue.name, "1")}),
                ElementsAre(PublishResult::Confirmed));
    EXPECT_TRUE(publisher.queueDepth(queue.name));
}

TEST(AConsumer, that_pauses_before_it_acknowledges_is_pushed_nothing_more) {
    const Queue queue;
    AmqpPublisher publisher(broker());
    publisher.publish(std::vector{messageTo(queue.name, "1"), messageTo(queue.name, "2")});

    AmqpConsumer consumer(broker());
    consumer.consume(queue.name, 1);
    const auto first = consumer.next(5s);
    ASSERT_TRUE(first);
    consumer.pause();
    consumer.ack(first->tag);
    EXPECT_TRUE(eventually([&] { return publisher.queueDepth(queue.name)->messages == 1; }));
    EXPECT_FALSE(consumer.next(100ms));
    consumer.consume(queue.name, 1);
    const auto second = consumer.next(5s);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->messageId, "2");
    EXPECT_FALSE(second->redelivered) << "it was never handed out before";
}

TEST(AConsumer, gives_back_what_it_does_not_acknowledge) {
    const Queue queue;
    AmqpPublisher publisher(broker());
    publisher.publish(std::vector{messageTo(queue.name, "1")});
    {
        AmqpConsumer consumer(broker());
        consumer.consume(queue.name);
        ASSERT_TRUE(consumer.next(5s));
    }
    AmqpConsumer consumer(broker());
    consumer.consume(queue.name);
    auto again = consumer.next(5s);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->redelivered);
    consumer.reject(again->tag, true);
    again = consumer.next(5s);
    ASSERT_TRUE(again);
    consumer.reject(again->tag, false);
    EXPECT_FALSE(consumer.next(100ms));
}

TEST(AConsumer, learns_that_its_queue_is_gone) {
    auto queue = std::make_unique<Queue>();
    AmqpConsumer consumer(broker());
    consumer.consume(queue->name);
    queue.reset();
    EXPECT_THROW(consumer.next(5s), Unavailable);
    EXPECT_FALSE(consumer.alive());
}

TEST(Connecting, to_a_broker_that_is_away_or_refuses_says_unavailable) {
    EXPECT_THROW(AmqpConnection{Url::parse("amqp://127.0.0.1:" + std::to_string(closedPort()))}, Unavailable);
    Url wrong = broker();
    wrong.password = "wrong";
    EXPECT_THROW(AmqpConnection{wrong}, Unavailable);
    EXPECT_THROW(AmqpConnection{Url::parse("http://127.0.0.1")}, std::invalid_argument);
}

TEST(Connecting, to_a_silent_port_ends_at_its_deadline) {
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    network.silence(true);
    Url silent = url;
    silent.port = network.port();
    AmqpSettings settings;
    settings.connectTimeout = 200ms;
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THROW(AmqpConnection(silent, settings), Unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST(ABrokerThatGoesSilent, never_turns_an_unconfirmed_message_into_a_published_one) {
    const Queue queue;
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    Url proxied = url;
    proxied.port = network.port();
    AmqpPublisher publisher(proxied);
    network.silence(true);
    EXPECT_THROW(publisher.publish(std::vector{messageTo(queue.name, "1")}, 300ms), Unavailable);
    EXPECT_FALSE(publisher.alive());
    EXPECT_THROW(publisher.publish(std::vector{messageTo(queue.name, "1")}, 300ms), Unavailable);
}

TEST(ABrokerThatTakesNoData, does_not_hold_a_publisher_beyond_its_deadline) {
    const Queue queue;
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    Url proxied = url;
    proxied.port = network.port();
    AmqpSettings settings;
    settings.callTimeout = 500ms;
    AmqpPublisher publisher(proxied, settings);
    network.silence(true);
    std::vector<AmqpMessage> batch;
    for (int i = 0; i < 200; ++i)
        batch.push_back(messageTo(queue.name, std::to_string(i), std::string(200'000, 'x')));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THROW(publisher.publish(batch, 500ms), Unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST(ALostConnection, is_known_at_the_next_call) {
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    Url proxied = url;
    proxied.port = network.port();
    AmqpConsumer consumer(proxied);
    consumer.keepAlive();
    network.cut();
    EXPECT_THROW(consumer.next(5s), Unavailable);
    EXPECT_FALSE(consumer.alive());
}

TEST(AnIdlePublisher, outlives_its_heartbeats_by_keeping_alive) {
    AmqpSettings settings;
    settings.heartbeat = 1s;
    AmqpPublisher publisher(broker(), settings);
    const Queue queue;
    const auto end = std::chrono::steady_clock::now() + 4s;
    while (std::chrono::steady_clock::now() < end) {
        publisher.keepAlive();
        std::this_thread::sleep_for(200ms);
    }
    EXPECT_THAT(publisher.publish(std::vector{messageTo(queue.name, "1")}),
                ElementsAre(PublishResult::Confirmed));
}

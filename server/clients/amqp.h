// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/url.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace labwarden::clients {

struct AmqpSettings {
    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds callTimeout{5000}; ///< of each declare, ack, confirm, …
    std::chrono::seconds heartbeat{20};          ///< the broker drops a peer that is silent for two of them
    std::string name = "labwarden";              ///< connection name, for the broker's own lists
};

/// The arguments table of a declaration: {"x-queue-type", "quorum"}, {"x-delivery-limit", 20}, ….
using AmqpArguments = std::vector<std::pair<std::string, std::variant<std::int64_t, std::string, bool>>>;

struct QueueDepth {
    std::uint32_t messages = 0; ///< ready; those handed out and not acknowledged are not counted
    std::uint32_t consumers = 0;
};

/// One connection to RabbitMQ with one channel; made connected. Used by one thread at a time, never from two.
/// Every call has a deadline. A lost connection, a protocol error or a deadline that passes kills the object:
/// that call and all later ones throw Unavailable("amqp"); make a new object. The calls that may fail and
/// leave it alive are queueDepth() and tryDeclareQueue().
class AmqpConnection {
public:
    /// Connects and signs in. Throws Unavailable("amqp") when that does not come about in time or is refused;
    /// std::invalid_argument on a URL that is not amqp.
    explicit AmqpConnection(const Url& url, AmqpSettings settings = {});
    virtual ~AmqpConnection(); ///< closes, waiting for the broker at most a second
    AmqpConnection(const AmqpConnection&) = delete;
    AmqpConnection& operator=(const AmqpConnection&) = delete;

    /// Durable; made when it is not there. One that is there with other arguments is a protocol error.
    void declareQueue(const std::string& queue, const AmqpArguments& arguments = {});
    /// The same, but a queue that is there with other arguments, or may not be made, is no error: false, and
    /// it is as it was.
    bool tryDeclareQueue(const std::string& queue, const AmqpArguments& arguments);
    /// Durable. `type`: topic, direct, fanout.
    void declareExchange(const std::string& exchange, const std::string& type,
                         const AmqpArguments& arguments = {});
    void bindQueue(const std::string& queue, const std::string& exchange, const std::string& routingKey);
    /// With whatever is in it. A queue that is not there is no error.
    void deleteQueue(const std::string& queue);
    void deleteExchange(const std::string& exchange);

    /// Declares passively: nothing when there is no such queue.
    std::optional<QueueDepth> queueDepth(const std::string& queue);

    /// Sends and reads heartbeats that are due. An idle object needs it at least every `heartbeat / 2`;
    /// next() and publish() do it too.
    void keepAlive();
    bool alive() const;

protected:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

struct AmqpMessage {
    std::string exchange; ///< empty: the default one, where the routing key is the queue's name
    std::string routingKey;
    std::string messageId; ///< unique within its batch when `mandatory`
    std::string body;
    std::string contentType = "application/json";
    std::string type;
    bool mandatory = true; ///< say so when no queue takes it, instead of dropping it
};

/// What became of a message. Only `Confirmed` is with the broker for good.
/// `Returned`: no queue would take it. `Refused`: the broker has said no (nack), e.g. a full queue that
/// rejects.
enum class PublishResult { Confirmed, Returned, Refused };

/// Publishes persistent messages with publisher confirms.
class AmqpPublisher : public AmqpConnection {
public:
    explicit AmqpPublisher(const Url& url, AmqpSettings settings = {});

    /// Sends the batch and waits for the broker's word on each message: results in the order of the batch.
    /// Batches of about 200 are six times faster than one by one. Throws Unavailable("amqp"): nothing of the
    /// batch is known then, publish all of it again; std::invalid_argument on mandatory messages with equal
    /// or empty ids.
    std::vector<PublishResult>
    publish(std::span<const AmqpMessage> batch,
            std::chrono::milliseconds deadline = std::chrono::milliseconds(10'000));

private:
    std::uint64_t m_nextTag = 1;
};

struct Delivery {
    std::uint64_t tag = 0; ///< good on the object that delivered it
    bool redelivered = false;
    std::string exchange, routingKey, messageId, contentType, type, body;
};

/// Takes messages from one queue.
///
/// Whoever wants to hold nothing it has no room for uses prefetch 1 and calls, after next(), first pause()
/// and then ack(): the broker pushes no further message until consume() is called again.
class AmqpConsumer : public AmqpConnection {
public:
    explicit AmqpConsumer(const Url& url, AmqpSettings settings = {});

    /// Starts, or after pause() resumes. `prefetch`: how many may be here unacknowledged. A queue that is not
    /// there is a protocol error. No-op while consuming.
    void consume(const std::string& queue, std::uint16_t prefetch = 1);
    /// Stops new deliveries; those already here can still be had by next(). No-op while paused.
    void pause();
    bool consuming() const { return m_consuming; }
    /// The next message; nothing when none comes within `wait` (0: looks only at what is here).
    std::optional<Delivery> next(std::chrono::milliseconds wait);
    void ack(std::uint64_t tag);
    /// `requeue` false: to the dead letters of the queue, if it has any. Each requeue counts towards the
    /// queue's delivery limit.
    void reject(std::uint64_t tag, bool requeue);

private:
    bool m_consuming = false;
    std::deque<Delivery> m_here;
};

} // namespace labwarden::clients

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/amqp_impl.h"

#include <utility>

namespace labwarden::clients {
namespace {

const std::string consumerTag = "labwarden";

/// Puts a delivery together from its frames: the method, the header, then bodies up to the size it names.
class Assembler {
public:
    /// The whole delivery with its last frame; nothing before.
    std::optional<Delivery> take(const amqp_frame_t& frame) {
        if (frame.frame_type == AMQP_FRAME_METHOD) {
            if (frame.payload.method.id != AMQP_BASIC_DELIVER_METHOD)
                return std::nullopt;
            const auto& deliver = *static_cast<const amqp_basic_deliver_t*>(frame.payload.method.decoded);
            m_delivery = {};
            m_delivery.tag = deliver.delivery_tag;
            m_delivery.redelivered = deliver.redelivered != 0;
            m_delivery.exchange = text(deliver.exchange);
            m_delivery.routingKey = text(deliver.routing_key);
            return std::nullopt;
        }
        if (frame.frame_type == AMQP_FRAME_HEADER) {
            const auto& p = *static_cast<const amqp_basic_properties_t*>(frame.payload.properties.decoded);
            if (p._flags & AMQP_BASIC_MESSAGE_ID_FLAG)
                m_delivery.messageId = text(p.message_id);
            if (p._flags & AMQP_BASIC_CONTENT_TYPE_FLAG)
                m_delivery.contentType = text(p.content_type);
            if (p._flags & AMQP_BASIC_TYPE_FLAG)
                m_delivery.type = text(p.type);
            m_size = frame.payload.properties.body_size;
        } else if (frame.frame_type == AMQP_FRAME_BODY) {
            m_delivery.body += text(frame.payload.body_fragment);
        } else {
            return std::nullopt;
        }
        if (m_delivery.body.size() < m_size)
            return std::nullopt;
        return std::move(m_delivery);
    }

private:
    Delivery m_delivery;
    std::uint64_t m_size = 0;
};

} // namespace

AmqpConsumer::AmqpConsumer(const Url& url, AmqpSettings settings) : AmqpConnection(url, std::move(settings)) {
    m_impl->onFrame = [this, assembler = Assembler()](const amqp_frame_t& frame) mutable {
        if (frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_CANCEL_METHOD)
            m_impl->die("the broker has ended the subscription: the queue is gone");
        if (auto delivery = assembler.take(frame))
            m_here.push_back(std::move(*delivery));
    };
}

void AmqpConsumer::consume(const std::string& queue, std::uint16_t prefetch) {
    m_impl->requireAlive();
    if (m_consuming)
        return;
    amqp_basic_qos(m_impl->connection, Impl::work, 0, prefetch, 0);
    m_impl->requireReply("limit deliveries");
    amqp_basic_consume(m_impl->connection, Impl::work, bytes(queue), bytes(consumerTag), 0, 0, 0,
                       amqp_empty_table);
    m_impl->requireReply("consume");
    m_consuming = true;
}

void AmqpConsumer::pause() {
    m_impl->requireAlive();
    if (!m_consuming)
        return;
    // Deliveries that overtake the answer are kept by the library and read by next().
    amqp_basic_cancel(m_impl->connection, Impl::work, bytes(consumerTag));
    m_impl->requireReply("pause");
    m_consuming = false;
}

std::optional<Delivery> AmqpConsumer::next(std::chrono::milliseconds wait) {
    m_impl->requireAlive();
    const auto end = Impl::Clock::now() + wait;
    while (m_here.empty() && m_impl->pump(end)) {
    }
    if (m_here.empty())
        return std::nullopt;
    Delivery delivery = std::move(m_here.front());
    m_here.pop_front();
    return delivery;
}

void AmqpConsumer::ack(std::uint64_t tag) {
    m_impl->requireAlive();
    if (!m_impl->writable(Impl::Clock::now() + m_impl->settings.callTimeout))
        m_impl->die("the broker takes no data");
    m_impl->requireStatus("acknowledge", amqp_basic_ack(m_impl->connection, Impl::work, tag, 0));
}

void AmqpConsumer::reject(std::uint64_t tag, bool requeue) {
    m_impl->requireAlive();
    if (!m_impl->writable(Impl::Clock::now() + m_impl->settings.callTimeout))
        m_impl->die("the broker takes no data");
    m_impl->requireStatus("reject", amqp_basic_reject(m_impl->connection, Impl::work, tag, requeue ? 1 : 0));
}

} // namespace labwarden::clients

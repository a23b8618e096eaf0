// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/amqp_impl.h"

#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

namespace labwarden::clients {
namespace {

constexpr std::uint8_t persistent = 2;

/// The batch under way: which delivery tag is which message, and what the broker has said so far.
class Batch {
public:
    Batch(std::span<const AmqpMessage> messages, std::uint64_t firstTag)
        : m_firstTag(firstTag), m_results(messages.size()), m_open(messages.size()) {
        for (std::size_t i = 0; i < messages.size(); ++i) {
            const auto& message = messages[i];
            if (!message.mandatory)
                continue;
            if (message.messageId.empty() || !m_byId.emplace(message.messageId, i).second)
                throw std::invalid_argument("mandatory messages of one batch need different, non-empty ids");
        }
    }

    bool done() const { return m_open == 0; }

    void take(const amqp_frame_t& frame) {
        if (frame.frame_type == AMQP_FRAME_METHOD) {
            const auto* decoded = frame.payload.method.decoded;
            if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
                const auto& ack = *static_cast<const amqp_basic_ack_t*>(decoded);
                settle(ack.delivery_tag, ack.multiple != 0, PublishResult::Confirmed);
            } else if (frame.payload.method.id == AMQP_BASIC_NACK_METHOD) {
                const auto& nack = *static_cast<const amqp_basic_nack_t*>(decoded);
                settle(nack.delivery_tag, nack.multiple != 0, PublishResult::Refused);
            }
            // basic.return needs no look: the header that follows it names the message.
        } else if (frame.frame_type == AMQP_FRAME_HEADER) {
            // Only returned messages come to a publisher. The return precedes the acknowledgement of the same
            // message.
            const auto& properties =
                *static_cast<const amqp_basic_properties_t*>(frame.payload.properties.decoded);
            if (const auto found = m_byId.find(text(properties.message_id)); found != m_byId.end())
                m_returned.insert(found->second);
        }
    }

    std::vector<PublishResult> results() const {
        std::vector<PublishResult> out;
        out.reserve(m_results.size());
        for (const auto& result : m_results)
            out.push_back(result.value());
        return out;
    }

private:
    void settle(std::uint64_t tag, bool andBefore, PublishResult word) {
        if (tag < m_firstTag || tag - m_firstTag >= m_results.size())
            return;
        const std::size_t last = tag - m_firstTag;
        for (std::size_t i = andBefore ? 0 : last; i <= last; ++i) {
            if (m_results[i])
                continue;
            m_results[i] = m_returned.contains(i) ? PublishResult::Returned : word;
            --m_open;
        }
    }

    const std::uint64_t m_firstTag;
    std::vector<std::optional<PublishResult>> m_results;
    std::size_t m_open;
    std::unordered_map<std::string, std::size_t> m_byId;
    std::unordered_set<std::size_t> m_returned;
};

} // namespace

AmqpPublisher::AmqpPublisher(const Url& url, AmqpSettings settings)
    : AmqpConnection(url, std::move(settings)) {
    amqp_confirm_select(m_impl->connection, Impl::work);
    m_impl->requireReply("ask for confirms");
}

std::vector<PublishResult> AmqpPublisher::publish(std::span<const AmqpMessage> messages,
                                                  std::chrono::milliseconds deadline) {
    m_impl->requireAlive();
    const auto end = Impl::Clock::now() + deadline;
    Batch batch(messages, m_nextTag);
    m_impl->onFrame = [&](const amqp_frame_t& frame) { batch.take(frame); };
    struct Reset {
        Impl& impl;
        ~Reset() { impl.onFrame = nullptr; }
    } const reset{*m_impl};

    for (const auto& message : messages) {
        if (!m_impl->writable(end))
            m_impl->die("the broker takes no data");
        amqp_basic_properties_t properties{};
        properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG |
                            AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_TYPE_FLAG;
        properties.delivery_mode = persistent;
        properties.content_type = bytes(message.contentType);
        properties.message_id = bytes(message.messageId);
        properties.type = bytes(message.type);
        m_impl->requireStatus("publish",
                              amqp_basic_publish(m_impl->connection, Impl::work, bytes(message.exchange),
                                                 bytes(message.routingKey), message.mandatory ? 1 : 0, 0,
                                                 &properties, bytes(message.body)));
        ++m_nextTag;
    }
    while (!batch.done())
        if (!m_impl->pump(end))
            m_impl->die("no confirm in time");
    return batch.results();
}

} // namespace labwarden::clients

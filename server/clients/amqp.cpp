// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/amqp.h"

#include "server/clients/amqp_impl.h"
#include "server/errors.h"

#include <amqp_tcp_socket.h>
#include <spdlog/spdlog.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>

namespace labwarden::clients {
namespace {

std::string describe(const amqp_rpc_reply_t& reply) {
    switch (reply.reply_type) {
    case AMQP_RESPONSE_NORMAL:
        return "no error";
    case AMQP_RESPONSE_NONE:
        return "no answer";
    case AMQP_RESPONSE_LIBRARY_EXCEPTION:
        return amqp_error_string2(reply.library_error);
    case AMQP_RESPONSE_SERVER_EXCEPTION:
        break;
    }
    if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD)
        return text(static_cast<amqp_connection_close_t*>(reply.reply.decoded)->reply_text);
    if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD)
        return text(static_cast<amqp_channel_close_t*>(reply.reply.decoded)->reply_text);
    return "the broker's error " + std::to_string(reply.reply.id);
}

/// The arguments as the library wants them; the strings stay with the caller.
std::vector<amqp_table_entry_t> tableOf(const AmqpArguments& arguments) {
    std::vector<amqp_table_entry_t> entries;
    entries.reserve(arguments.size());
    for (const auto& [name, value] : arguments) {
        amqp_table_entry_t entry{};
        entry.key = bytes(name);
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            entry.value.kind = AMQP_FIELD_KIND_I64;
            entry.value.value.i64 = *number;
        } else if (const auto* word = std::get_if<std::string>(&value)) {
            entry.value.kind = AMQP_FIELD_KIND_UTF8;
            entry.value.value.bytes = bytes(*word);
        } else {
            entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
            entry.value.value.boolean = std::get<bool>(value) ? 1 : 0;
        }
        entries.push_back(entry);
    }
    return entries;
}

std::string virtualHost(const Url& url) {
    return url.path.size() > 1 ? url.path.substr(1) : "/";
}

} // namespace

timeval asTimeval(std::chrono::milliseconds d) {
    const auto ms = std::max<std::chrono::milliseconds::rep>(d.count(), 0);
    return {static_cast<time_t>(ms / 1000), static_cast<suseconds_t>(ms % 1000 * 1000)};
}

AmqpConnection::Impl::Impl(const Url& url, AmqpSettings s) : settings(std::move(s)) {
    if (url.scheme != "amqp")
        throw std::invalid_argument("an AMQP URL begins with amqp://");
    connection = amqp_new_connection();
    if (connection == nullptr)
        throw std::bad_alloc();
    try {
        open(url);
    } catch (...) {
        amqp_destroy_connection(connection);
        throw;
    }
}

void AmqpConnection::Impl::open(const Url& url) {
    amqp_socket_t* socket = amqp_tcp_socket_new(connection);
    if (socket == nullptr)
        throw std::bad_alloc();
    timeval connectLimit = asTimeval(settings.connectTimeout);
    timeval callLimit = asTimeval(settings.callTimeout);
    amqp_set_handshake_timeout(connection, &connectLimit);
    amqp_set_rpc_timeout(connection, &callLimit);
    requireStatus("connect", amqp_socket_open_noblock(socket, url.host.c_str(), url.port, &connectLimit));
    // A broker that stops reading (its memory alarm) must not hold a send for ever.
    const unsigned int stall = static_cast<unsigned int>(settings.callTimeout.count());
    ::setsockopt(amqp_socket_get_sockfd(socket), IPPROTO_TCP, TCP_USER_TIMEOUT, &stall, sizeof stall);

    // Asks to be told when a queue under a consumer goes away, which else would look like a queue without
    // work.
    amqp_table_entry_t cancelNotify{};
    cancelNotify.key = amqp_cstring_bytes("consumer_cancel_notify");
    cancelNotify.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    cancelNotify.value.value.boolean = 1;
    amqp_table_entry_t entries[2]{};
    entries[0].key = amqp_cstring_bytes("connection_name");
    entries[0].value.kind = AMQP_FIELD_KIND_UTF8;
    entries[0].value.value.bytes = bytes(settings.name);
    entries[1].key = amqp_cstring_bytes("capabilities");
    entries[1].value.kind = AMQP_FIELD_KIND_TABLE;
    entries[1].value.value.table = {1, &cancelNotify};
    const amqp_table_t properties{2, entries};
    constexpr int frameLimit = 131072;
    requireReply("sign in", amqp_login_with_properties(connection, virtualHost(url).c_str(), 0, frameLimit,
                                                       static_cast<int>(settings.heartbeat.count()),
                                                       &properties, AMQP_SASL_METHOD_PLAIN,
                                                       url.username.c_str(), url.password.c_str()));
    amqp_channel_open(connection, work);
    requireReply("open a channel");
}

AmqpConnection::Impl::~Impl() {
    if (!dead) {
        timeval limit = asTimeval(std::chrono::seconds(1));
        amqp_set_rpc_timeout(connection, &limit);
        amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    }
    amqp_destroy_connection(connection);
}

void AmqpConnection::Impl::die(const std::string& why) {
    dead = true;
    spdlog::warn("AMQP ({}): {}", settings.name, why);
    throw Unavailable("amqp", PublicText("The message broker is not available."));
}

void AmqpConnection::Impl::requireAlive() const {
    if (dead)
        throw Unavailable("amqp", PublicText("The message broker is not available."));
}

void AmqpConnection::Impl::requireReply(const char* call) {
    requireReply(call, amqp_get_rpc_reply(connection));
}

void AmqpConnection::Impl::requireReply(const char* call, const amqp_rpc_reply_t& reply) {
    if (reply.reply_type != AMQP_RESPONSE_NORMAL)
        die(std::string(call) + ": " + describe(reply));
}

void AmqpConnection::Impl::requireStatus(const char* call, int status) {
    if (status != AMQP_STATUS_OK)
        die(std::string(call) + ": " + amqp_error_string2(status));
}

void AmqpConnection::Impl::openLook() {
    if (looking)
        return;
    amqp_channel_open(connection, look);
    requireReply("open a channel");
    looking = true;
}

int AmqpConnection::Impl::lookRefused(const amqp_rpc_reply_t& reply) {
    if (reply.reply_type != AMQP_RESPONSE_SERVER_EXCEPTION || reply.reply.id != AMQP_CHANNEL_CLOSE_METHOD)
        return 0;
    const int code = static_cast<amqp_channel_close_t*>(reply.reply.decoded)->reply_code;
    looking = false;
    amqp_channel_close_ok_t ok{};
    requireStatus("close a channel", amqp_send_method(connection, look, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok));
    return code;
}

bool AmqpConnection::Impl::pump(Clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    timeval wait = asTimeval(left);
    amqp_frame_t frame;
    const int status = amqp_simple_wait_frame_noblock(connection, &frame, &wait);
    if (status == AMQP_STATUS_TIMEOUT)
        return false;
    requireStatus("read", status);
    if (frame.frame_type == AMQP_FRAME_METHOD) {
        if (frame.payload.method.id == AMQP_CHANNEL_CLOSE_METHOD)
            die("the broker has closed the channel: " +
                text(static_cast<amqp_channel_close_t*>(frame.payload.method.decoded)->reply_text));
        if (frame.payload.method.id == AMQP_CONNECTION_CLOSE_METHOD)
            die("the broker has closed the connection: " +
                text(static_cast<amqp_connection_close_t*>(frame.payload.method.decoded)->reply_text));
    }
    if (frame.channel == work && onFrame)
        onFrame(frame);
    amqp_maybe_release_buffers(connection);
    return true;
}

bool AmqpConnection::Impl::writable(Clock::time_point deadline) const {
    pollfd socket{amqp_get_sockfd(connection), POLLOUT, 0};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    return ::poll(&socket, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0))) ==
           1;
}

AmqpConnection::AmqpConnection(const Url& url, AmqpSettings settings)
    : m_impl(std::make_unique<Impl>(url, std::move(settings))) {}
AmqpConnection::~AmqpConnection() = default;

bool AmqpConnection::alive() const {
    return !m_impl->dead;
}

void AmqpConnection::declareQueue(const std::string& queue, const AmqpArguments& arguments) {
    m_impl->requireAlive();
    auto entries = tableOf(arguments);
    const amqp_table_t table{static_cast<int>(entries.size()), entries.data()};
    amqp_queue_declare(m_impl->connection, Impl::work, bytes(queue), 0, 1, 0, 0, table);
    m_impl->requireReply("declare a queue");
}

void AmqpConnection::declareExchange(const std::string& exchange, const std::string& type,
                                     const AmqpArguments& arguments) {
    m_impl->requireAlive();
    auto entries = tableOf(arguments);
    const amqp_table_t table{static_cast<int>(entries.size()), entries.data()};
    amqp_exchange_declare(m_impl->connection, Impl::work, bytes(exchange), bytes(type), 0, 1, 0, 0, table);
    m_impl->requireReply("declare an exchange");
}

void AmqpConnection::bindQueue(const std::string& queue, const std::string& exchange,
                               const std::string& routingKey) {
    m_impl->requireAlive();
    amqp_queue_bind(m_impl->connection, Impl::work, bytes(queue), bytes(exchange), bytes(routingKey),
                    amqp_empty_table);
    m_impl->requireReply("bind a queue");
}

void AmqpConnection::deleteQueue(const std::string& queue) {
    m_impl->requireAlive();
    amqp_queue_delete(m_impl->connection, Impl::work, bytes(queue), 0, 0);
    m_impl->requireReply("delete a queue");
}

void AmqpConnection::deleteExchange(const std::string& exchange) {
    m_impl->requireAlive();
    amqp_exchange_delete(m_impl->connection, Impl::work, bytes(exchange), 0);
    m_impl->requireReply("delete an exchange");
}

bool AmqpConnection::tryDeclareQueue(const std::string& queue, const AmqpArguments& arguments) {
    m_impl->requireAlive();
    m_impl->openLook();
    auto entries = tableOf(arguments);
    const amqp_table_t table{static_cast<int>(entries.size()), entries.data()};
    amqp_queue_declare(m_impl->connection, Impl::look, bytes(queue), 0, 1, 0, 0, table);
    const amqp_rpc_reply_t reply = amqp_get_rpc_reply(m_impl->connection);
    if (m_impl->lookRefused(reply) != 0)
        return false;
    m_impl->requireReply("declare a queue", reply);
    return true;
}

std::optional<QueueDepth> AmqpConnection::queueDepth(const std::string& queue) {
    m_impl->requireAlive();
    m_impl->openLook();
    const auto* found =
        amqp_queue_declare(m_impl->connection, Impl::look, bytes(queue), 1, 0, 0, 0, amqp_empty_table);
    const amqp_rpc_reply_t reply = amqp_get_rpc_reply(m_impl->connection);
    if (const int code = m_impl->lookRefused(reply); code == AMQP_NOT_FOUND)
        return std::nullopt;
    else if (code != 0)
        m_impl->die("look at a queue: refused with " + std::to_string(code));
    m_impl->requireReply("look at a queue", reply);
    return QueueDepth{found->message_count, found->consumer_count};
}

void AmqpConnection::keepAlive() {
    m_impl->requireAlive();
    while (m_impl->pump(Impl::Clock::now())) {
    }
}

} // namespace labwarden::clients

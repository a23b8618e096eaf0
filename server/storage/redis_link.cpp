// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/redis_link.h"

#include <hiredis/hiredis.h>

#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

namespace labwarden::storage {

namespace {

RedisReply toValue(const redisReply& reply) {
    RedisReply value;
    switch (reply.type) {
    case REDIS_REPLY_INTEGER:
        value.kind = RedisReply::Kind::Integer;
        value.integer = reply.integer;
        break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        value.kind = RedisReply::Kind::Text;
        value.text.assign(reply.str, reply.len);
        break;
    case REDIS_REPLY_ARRAY:
        value.kind = RedisReply::Kind::Array;
        value.items.reserve(reply.elements);
        for (std::size_t i = 0; i < reply.elements; ++i)
            value.items.push_back(toValue(*reply.element[i]));
        break;
    default:
        break;
    }
    return value;
}

/// Appends a command as the protocol has it: an array of bulk strings.
void append(std::string& out, const std::vector<std::string>& words) {
    out += '*' + std::to_string(words.size()) + "\r\n";
    for (const std::string& word : words)
        out += '$' + std::to_string(word.size()) + "\r\n" + word + "\r\n";
}

} // namespace

void RedisLink::Free::operator()(redisContext* c) const {
    redisFree(c);
}

RedisLink::RedisLink(const RedisAddress& address, Clock::time_point deadline)
    : m_context(address.path.empty() ? redisConnectNonBlock(address.host.c_str(), address.port)
                                     : redisConnectUnixNonBlock(address.path.c_str())) {
    if (!m_context || m_context->err)
        throw RedisLost(m_context ? m_context->errstr : "out of memory");
    waitFor(POLLOUT, deadline);
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(m_context->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0)
        throw RedisLost(std::strerror(error ? error : errno));

    std::vector<std::vector<std::string>> greeting;
    if (!address.user.empty())
        greeting.push_back({"AUTH", address.user, address.password});
    else if (!address.password.empty())
        greeting.push_back({"AUTH", address.password});
    if (address.database != 0)
        greeting.push_back({"SELECT", std::to_string(address.database)});
    if (greeting.empty())
        return;
    for (const std::string& fault : exchange(greeting, deadline).errors)
        if (!fault.empty())
            throw RedisLost(fault);
}

RedisLink::~RedisLink() = default;

void RedisLink::waitFor(short events, Clock::time_point deadline) const {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            throw RedisLost("out of time");
        pollfd p{.fd = m_context->fd, .events = events, .revents = 0};
        if (::poll(&p, 1, static_cast<int>(left)) > 0)
            return; // an error shows in the call that follows
    }
}

RedisLink::Answer RedisLink::exchange(const std::vector<std::vector<std::string>>& commands,
                                      Clock::time_point deadline) {
    std::string out;
    for (const auto& command : commands)
        append(out, command);
    // Reading goes on while writing: a long pipeline would else wait for a server that waits for us.
    Answer answer;
    std::size_t sent = 0;
    while (answer.replies.size() < commands.size()) {
        sent += sendSome(std::string_view(out).substr(sent));
        void* raw = nullptr;
        if (redisGetReplyFromReader(m_context.get(), &raw) != REDIS_OK)
            throw RedisLost(m_context->errstr);
        if (!raw) {
            waitFor(static_cast<short>(sent == out.size() ? POLLIN : POLLIN | POLLOUT), deadline);
            if (redisBufferRead(m_context.get()) != REDIS_OK)
                throw RedisLost(m_context->errstr);
            continue;
        }
        const std::unique_ptr<void, void (*)(void*)> reply(raw, freeReplyObject);
        const auto& r = *static_cast<const redisReply*>(raw);
        answer.errors.push_back(r.type == REDIS_REPLY_ERROR ? std::string(r.str, r.len) : std::string());
        answer.replies.push_back(toValue(r));
    }
    return answer;
}

std::size_t RedisLink::sendSome(std::string_view bytes) const {
    if (bytes.empty())
        return 0;
    // Not hiredis' own write: on a connection that has just broken that raises SIGPIPE.
    const auto n = ::send(m_context->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        throw RedisLost(std::strerror(errno));
    return n < 0 ? 0 : static_cast<std::size_t>(n);
}

bool RedisLink::alive() const {
    pollfd p{.fd = m_context->fd, .events = POLLIN, .revents = 0};
    return ::poll(&p, 1, 0) == 0;
}

} // namespace labwarden::storage

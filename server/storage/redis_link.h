// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/redis_pool.h"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct redisContext;

namespace labwarden::storage {

/// The connection is of no more use: refused, lost, or out of time.
class RedisLost : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One connection to Redis, non-blocking beneath, so that every call ends by its deadline however the peer
/// behaves. After RedisLost it must be thrown away. One thread at a time.
class RedisLink {
public:
    using Clock = std::chrono::steady_clock;

    /// Connects, authenticates, selects the database. Throws RedisLost.
    RedisLink(const RedisAddress& address, Clock::time_point deadline);
    ~RedisLink();
    RedisLink(RedisLink&&) noexcept = default;

    /// All commands in one go, one reply each; an error reply is in `errors` at its place, else that text is
    /// empty.
    struct Answer {
        std::vector<RedisReply> replies;
        std::vector<std::string> errors;
    };
    Answer exchange(const std::vector<std::vector<std::string>>& commands, Clock::time_point deadline);

    /// Whether an idle connection still has its server: looks at the socket, sends nothing.
    bool alive() const;

private:
    void waitFor(short events, Clock::time_point deadline) const;
    /// What the socket takes now, without waiting.
    std::size_t sendSome(std::string_view bytes) const;

    struct Free {
        void operator()(redisContext* c) const;
    };
    std::unique_ptr<redisContext, Free> m_context;
};

} // namespace labwarden::storage

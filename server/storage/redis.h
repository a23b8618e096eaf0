// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::storage {

/// A Redis reply as a value.
struct RedisReply {
    enum class Kind { Nil, Text, Integer, Array } kind = Kind::Nil;
    std::string text;
    long long integer = 0;
    std::vector<RedisReply> items;
};

/// A pool of hiredis connections. After any time-out a connection is thrown away, and while Redis is known to
/// be away calls fail at once. Any thread.
class Redis {
public:
    virtual ~Redis() = default;
    /// One command, one round trip. Throws Unavailable("redis") when it cannot be had in time,
    /// std::runtime_error on an error reply (its text is for the log).
    virtual RedisReply command(const std::vector<std::string>& words,
                               std::chrono::milliseconds deadline = std::chrono::milliseconds(500)) = 0;
    /// All commands in one write, one reply each.
    virtual std::vector<RedisReply>
    pipeline(const std::vector<std::vector<std::string>>& commands,
             std::chrono::milliseconds deadline = std::chrono::milliseconds(1000)) = 0;
    virtual bool healthy() const = 0;
    /// Prefix of every key: tests and several labs share a Redis.
    virtual const std::string& prefix() const = 0;
};

} // namespace labwarden::storage

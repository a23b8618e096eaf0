// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/redis.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace labwarden::storage {

/// Where a Redis is: redis://[user][:password]@host[:port][/db] or
/// unix:///path/to/socket[?db=1&password=...].
struct RedisAddress {
    std::string host;
    std::uint16_t port = 6379;
    std::string path; ///< of the socket; empty for TCP
    std::string user, password;
    int database = 0;

    /// Percent-encoding in user and password is undone. Throws std::invalid_argument, without the URL's
    /// password in its text.
    static RedisAddress parse(std::string_view url);
};

struct RedisSettings {
    std::string url;
    std::string prefix = "labwarden:";
    int connections = 32;                          ///< open at most
    std::chrono::milliseconds connectTimeout{500}; ///< part of the caller's deadline
    std::chrono::milliseconds backoffMin{
        100}; ///< pause after a failure during which calls fail at once, doubling
    std::chrono::milliseconds backoffMax{2000};
};

/// Returns at once and connects beside the caller. Throws std::invalid_argument for an URL that cannot be.
std::unique_ptr<Redis> openRedis(RedisSettings settings);

} // namespace labwarden::storage

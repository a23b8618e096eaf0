// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/session.h"
#include "server/storage/redis.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::identity {

/// The copies in Redis of who is behind a session or API key, by the hex of its hash. A copy answers a
/// request without PostgreSQL, so whoever changes what it says removes it while holding the rows that it was
/// made from, and commits only then. Any thread.
class SessionCopies {
public:
    explicit SessionCopies(storage::Redis& redis) : m_redis(redis) {}

    /// One round trip. Nothing when there is none. Throws Unavailable("redis").
    std::optional<UserInfo> find(const std::string& hash) const;
    /// Puts a copy (UserInfo as JSON), unless there is one or it was removed a moment ago. It lives as long
    /// as `left`, but a minute at most. The row must be held meanwhile. Redis being away is no error.
    void put(const std::string& hash, const std::string& person, std::chrono::milliseconds left) const;
    /// After this no copy made before it is found, nor comes after it. Throws Unavailable("redis"): some may
    /// have gone. All of it takes 2 s at most, for thousands too.
    void remove(const std::vector<std::string>& hashes) const;

private:
    std::string key(const std::string& hash) const;
    storage::Redis& m_redis;
};

} // namespace labwarden::identity

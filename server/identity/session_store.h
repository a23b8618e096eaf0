// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "common/domain/session.h"
#include "server/identity/caller.h"
#include "server/identity/login_guard.h"
#include "server/identity/session_copies.h"
#include "server/storage/database.h"
#include "server/storage/redis.h"

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::identity {

/// A session that was opened, or why none was.
struct OpenedSession {
    enum class Refusal { none, wrong, disabled, expired };
    Refusal refusal = Refusal::none;
    Timestamp expiresAt;
    UserInfo user;
};

/// The calls to PostgreSQL and Redis for users and sessions. Any thread. Throws Unavailable.
class SessionStore {
public:
    SessionStore(storage::Database& database, storage::Redis& redis)
        : m_database(database), m_copies(redis) {}

    /// For an attempt whose password was right. A refusal ends it as a failure; a success is still to be told
    /// to the guard.
    OpenedSession open(const LoginAttempt& attempt, const std::string& hash, std::chrono::seconds idle,
                       std::chrono::seconds life, const std::string& address, const std::string& userAgent);

    /// The copy in Redis: one round trip. Nothing when there is none. Throws Unavailable("redis").
    std::optional<UserInfo> copy(const std::string& hash) { return m_copies.find(hash); }
    /// The row in PostgreSQL; its copy in Redis is made anew while the row is held, if Redis is there.
    std::optional<UserInfo> use(const std::string& hash, std::chrono::seconds idle);
    /// Likewise of an API key.
    std::optional<UserInfo> useKey(const std::string& hash);

    bool personExists(const std::string& userId);

    /// Last used first; `current` is false.
    std::vector<SessionInfo> list(const std::string& userId);
    /// Which sessions of a user end; with neither all of them.
    struct Ending {
        std::string only, except; ///< hex of the token's hash; empty: none
    };
    /// Ends sessions on behalf of `actor` (a user's id): the rows are held while the copies go. How many.
    /// Without Redis nothing ends and Unavailable("redis") is thrown.
    int end(const std::string& userId, const Ending& which, const std::string& actor,
            const std::string& address);
    /// An admin ends all sessions of somebody, or one of them. `{"status": ...}`, see refusal.h.
    boost::json::value endForOther(const Caller& actor, const std::string& userId, const std::string& only);

private:
    template<class... Args>
    std::optional<UserInfo> useRow(const std::string& hash, const storage::Query& query, const Args&... args);

    storage::Database& m_database;
    const SessionCopies m_copies;
};

} // namespace labwarden::identity

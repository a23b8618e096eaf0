// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/session.h"
#include "server/http/route.h"
#include "server/identity/caller.h"
#include "server/identity/login_guard.h"
#include "server/identity/password.h"
#include "server/identity/session_store.h"

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::identity {

struct SessionSettings {
    std::chrono::seconds idle{8 * 3600};      ///< a session that is not used so long ends
    std::chrono::seconds life{7 * 24 * 3600}; ///< and one that is, after this
};

/// Where a log-in comes from.
struct Origin {
    std::string address, userAgent;
};

/// Log-in, the check of every request, and the end of sessions. Any thread.
///
/// PostgreSQL holds the truth, Redis a copy for a minute at most. Without Redis, checks read PostgreSQL and
/// nothing can be ended; without PostgreSQL, sessions in use go on until their copy is a minute old.
class Sessions : public http::Authenticator {
public:
    Sessions(storage::Database& database, storage::Redis& redis, SessionSettings settings = {});

    struct Opened {
        std::string token;
        Timestamp expiresAt;
        UserInfo user;
    };
    using Done = std::function<void(std::exception_ptr error, Opened opened)>;
    /// Checks name and password on the password checker's threads and calls `done` there, with the new
    /// session, or Unauthenticated (the same for a wrong name and a wrong password), or with the right
    /// password Forbidden (accountDisabled, passwordExpired). Throws Throttled and Unavailable itself.
    void logIn(Credentials credentials, Origin origin, Done done);

    using Proven = std::function<void(std::exception_ptr error, bool right, const std::string& passwordHash)>;
    /// Checks the caller's own password again, counted like a log-in, and calls `done` on the password
    /// checker's threads, with the hash it was checked against. Throws Throttled and Unavailable itself.
    void prove(const Caller& caller, std::string password, Proven done);

    /// For whoever else hashes passwords: its threads are the only ones that do.
    PasswordChecker& passwordChecker() { return m_passwords; }

    /// Session tokens and secrets of API keys alike.
    std::shared_ptr<const Caller> quick(std::string_view token) override;
    std::shared_ptr<const Caller> lookUp(std::string_view token) override;

    /// The caller's own sessions, last used first.
    std::vector<SessionInfo> list(const Caller& caller);
    /// From the return on the session is refused, on every server. Unavailable("redis"): nothing has ended.
    void end(const Caller& caller);
    /// One of the caller's own. NotFound.
    void end(const Caller& caller, const std::string& id);
    void endOthers(const Caller& caller);

    /// Of somebody else. NotFound.
    std::vector<SessionInfo> listOf(const Caller& caller, const std::string& userId);
    /// One session of somebody else, or all of them with an empty id. NotFound; Forbidden of type
    /// moreThanOwn.
    void endOf(const Caller& actor, const std::string& userId, const std::string& id);

private:
    Opened open(const LoginAttempt& attempt, bool right, const Origin& origin);

    SessionStore m_store;
    LoginGuard m_guard;
    const SessionSettings m_settings;
    PasswordChecker m_passwords; // last: its threads use the rest
};

} // namespace labwarden::identity

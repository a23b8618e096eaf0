// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/sessions.h"

#include "common/uuid.h"
#include "server/errors.h"
#include "server/identity/refusal.h"
#include "server/identity/token.h"

namespace labwarden::identity {

namespace {

std::shared_ptr<const Caller> callerOf(const UserInfo& user, std::string hash) {
    auto caller = std::make_shared<Caller>();
    caller->kind = user.kind;
    caller->userId = user.id;
    caller->userVersion = user.version;
    caller->email = user.email;
    caller->username = user.username;
    caller->displayName = user.displayName;
    caller->roles = user.roles;
    caller->permissions = {user.permissions.begin(), user.permissions.end()};
    caller->sessionHash = std::move(hash);
    caller->mustChangePassword = user.mustChangePassword;
    return caller;
}

/// Tells nobody which of the two it was.
Unauthenticated wrongCredentials() {
    return Unauthenticated(PublicText("Name or password is wrong."));
}

[[noreturn]] void refuse() {
    throw Unauthenticated(PublicText("The session or key is unknown or has ended. Sign in again."));
}

} // namespace

Sessions::Sessions(storage::Database& database, storage::Redis& redis, SessionSettings settings)
    : m_store(database, redis), m_guard(database), m_settings(settings) {}

void Sessions::logIn(Credentials credentials, Origin origin, Done done) {
    auto place = m_passwords.reserve();
    LoginAttempt attempt = m_guard.begin(credentials.username, origin.address);
    std::string hash = attempt.passwordHash;
    m_passwords.check(
        std::move(place), std::move(hash), std::move(credentials.password),
        [this, attempt = std::move(attempt), origin = std::move(origin), done = std::move(done)](bool right) {
            Opened opened;
            std::exception_ptr error;
            try {
                opened = open(attempt, right, origin);
            } catch (...) {
                error = std::current_exception();
            }
            done(error, std::move(opened));
        });
}

Sessions::Opened Sessions::open(const LoginAttempt& attempt, bool right, const Origin& origin) {
    if (!right) {
        m_guard.failed(attempt);
        throw wrongCredentials();
    }
    std::string token = newToken();
    auto session = m_store.open(attempt, hashOf(token), m_settings.idle, m_settings.life, origin.address,
                                origin.userAgent);
    switch (session.refusal) {
    case OpenedSession::Refusal::none:
        m_guard.succeeded(attempt);
        break;
    case OpenedSession::Refusal::wrong:
        throw wrongCredentials();
    case OpenedSession::Refusal::disabled:
        throw Forbidden(PublicText("This account is disabled. Ask an admin.", problem_type::accountDisabled));
    case OpenedSession::Refusal::expired:
        throw Forbidden(PublicText("The time of this one-time password is over. Ask an admin for another.",
                                   problem_type::passwordExpired));
    }
    return {std::move(token), session.expiresAt, std::move(session.user)};
}

void Sessions::prove(const Caller& caller, std::string password, Proven done) {
    auto place = m_passwords.reserve();
    LoginAttempt attempt = m_guard.begin(caller.username, caller.remote);
    std::string hash = attempt.passwordHash;
    m_passwords.check(std::move(place), std::move(hash), std::move(password),
                      [this, attempt = std::move(attempt), done = std::move(done)](bool right) {
                          std::exception_ptr error;
                          try {
                              if (right)
                                  m_guard.succeeded(attempt);
                              else
                                  m_guard.failed(attempt);
                          } catch (...) {
                              error = std::current_exception();
                          }
                          done(error, right, attempt.passwordHash);
                      });
}

std::shared_ptr<const Caller> Sessions::quick(std::string_view token) {
    if (!isToken(token) && !isKeySecret(token))
        refuse();
    std::string hash = hashOf(token);
    try {
        if (const auto user = m_store.copy(hash))
            return callerOf(*user, std::move(hash));
    } catch (const Unavailable&) {
        // lookUp() asks PostgreSQL
    }
    return nullptr;
}

std::shared_ptr<const Caller> Sessions::lookUp(std::string_view token) {
    const bool key = isKeySecret(token);
    if (!key && !isToken(token))
        refuse();
    std::string hash = hashOf(token);
    const auto user = key ? m_store.useKey(hash) : m_store.use(hash, m_settings.idle);
    if (!user)
        refuse();
    return callerOf(*user, std::move(hash));
}

std::vector<SessionInfo> Sessions::list(const Caller& caller) {
    auto sessions = m_store.list(caller.userId);
    for (SessionInfo& session : sessions)
        session.current = session.id == caller.sessionHash;
    return sessions;
}

void Sessions::end(const Caller& caller) {
    m_store.end(caller.userId, {.only = caller.sessionHash, .except = {}}, caller.userId, caller.remote);
}

void Sessions::end(const Caller& caller, const std::string& id) {
    if (!isHash(id) ||
        m_store.end(caller.userId, {.only = id, .except = {}}, caller.userId, caller.remote) == 0)
        throw NotFound(PublicText("You have no such session; it may have ended."));
}

void Sessions::endOthers(const Caller& caller) {
    m_store.end(caller.userId, {.only = {}, .except = caller.sessionHash}, caller.userId, caller.remote);
}

std::vector<SessionInfo> Sessions::listOf(const Caller& caller, const std::string& userId) {
    if (!isUuid(userId) || !m_store.personExists(userId))
        refuse(Refusal::not_found, "users:read", "user");
    auto sessions = m_store.list(userId);
    for (SessionInfo& session : sessions)
        session.current = session.id == caller.sessionHash;
    return sessions;
}

void Sessions::endOf(const Caller& actor, const std::string& userId, const std::string& id) {
    if (!isUuid(userId))
        refuse(Refusal::not_found, "users:write", "user");
    if (!id.empty() && !isHash(id))
        refuse(Refusal::not_found, "users:write", "session");
    if (const auto refusal = refusalOf(m_store.endForOther(actor, userId, id)))
        refuse(*refusal, "users:write", id.empty() ? "user" : "session");
}

} // namespace labwarden::identity

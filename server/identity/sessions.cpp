// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/sessions.h"

#include "server/errors.h"
#include "server/identity/token.h"

#include <optional>

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

[[noreturn]] void refuse() {
    throw Unauthenticated(PublicText("The session is unknown or has ended. Sign in again."));
}

} // namespace

Sessions::Sessions(storage::Database& database, storage::Redis& redis, SessionSettings settings)
    : m_store(database, redis), m_settings(settings) {}

void Sessions::logIn(Credentials credentials, Origin origin, Done done) {
    auto known = m_store.credential(credentials.username);
    // By id, since a name may be written in several ways.
    std::string account = known ? known->userId : std::move(credentials.username);
    const auto failures = m_store.failures(account, origin.address);
    if (failures.count >= m_settings.failedLogins)
        throw Throttled(PublicText("Too many failed log-ins. Wait a little."), failures.forgottenIn);
    const bool active = known && known->active;
    m_passwords.check(known ? std::move(known->passwordHash) : std::string(), std::move(credentials.password),
                      [this, account = std::move(account), active, origin = std::move(origin), done = std::move(done)](bool right) {
                          Opened opened;
                          std::exception_ptr error;
                          try {
                              opened = open(account, active && right, origin);
                          } catch (...) {
                              error = std::current_exception();
                          }
                          done(error, std::move(opened));
                      });
}

Sessions::Opened Sessions::open(const std::string& account, bool proven, const Origin& origin) {
    std::optional<OpenedSession> session;
    std::string token;
    if (proven) {
        token = newToken();
        session = m_store.open(hashOf(token), account, m_settings.idle, m_settings.life, origin.address, origin.userAgent);
    }
    if (!session) {
        m_store.noteFailure(account, origin.address);
        throw Unauthenticated(PublicText("Name or password is wrong."));
    }
    m_store.forgetFailures(account, origin.address);
    return {std::move(token), session->expiresAt, std::move(session->user)};
}

std::shared_ptr<const Caller> Sessions::quick(std::string_view token) {
    if (!isToken(token))
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
    if (!isToken(token))
        refuse();
    std::string hash = hashOf(token);
    const auto user = m_store.use(hash, m_settings.idle);
    if (!user)
        refuse();
    return callerOf(*user, std::move(hash));
}

std::vector<SessionRow> Sessions::list(const Caller& caller) {
    return m_store.list(caller.userId);
}

void Sessions::end(const Caller& caller) {
    m_store.end(caller.sessionHash, caller.userId, caller.remote);
}

void Sessions::endOthers(const Caller& caller) {
    m_store.endOthers(caller.sessionHash, caller.userId, caller.remote);
}

} // namespace labwarden::identity

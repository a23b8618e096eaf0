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
    caller->userId = user.id;
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
    const auto failures = m_store.failures(credentials.username, origin.address);
    if (failures.count >= m_settings.failedLogins)
        throw Throttled(PublicText("Too many failed log-ins. Wait a little."), failures.forgottenIn);
    auto known = m_store.credential(credentials.username);
    std::string hash = known ? known->passwordHash : std::string();
    std::string password = std::move(credentials.password);
    m_passwords.check(std::move(hash), std::move(password),
                      [this, credentials = std::move(credentials), origin = std::move(origin), known = std::move(known),
                       done = std::move(done)](bool right) {
                          Opened opened;
                          std::exception_ptr error;
                          try {
                              opened = open(credentials, origin, known ? &*known : nullptr, right);
                          } catch (...) {
                              error = std::current_exception();
                          }
                          done(error, std::move(opened));
                      });
}

Sessions::Opened Sessions::open(const Credentials& credentials, const Origin& origin, const SessionStore::Credential* known,
                                bool right) {
    std::optional<OpenedSession> session;
    std::string token;
    if (known && known->active && right) {
        token = newToken();
        session = m_store.open(hashOf(token), known->userId, m_settings.idle, m_settings.life, origin.address, origin.userAgent);
    }
    if (!session) {
        m_store.noteFailure(credentials.username, origin.address);
        throw Unauthenticated(PublicText("Name or password is wrong."));
    }
    m_store.forgetFailures(credentials.username, origin.address);
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

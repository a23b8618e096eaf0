// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace labwarden::storage {
class Database;
}

namespace labwarden::identity {

/// An attempt to prove oneself by a password, which has been counted and whose end is not known yet.
struct LoginAttempt {
    std::string account, network; ///< what it is counted by
    std::string userId;           ///< empty: nobody has that name
    std::string passwordHash;     ///< empty: likewise
};

/// Slows the guessing of passwords down. Everything is counted in PostgreSQL, so it holds for all servers
/// together and outlives each; sql/functions/identity/login_guard.sql has the rules. Any thread. Throws
/// Unavailable("postgres").
class LoginGuard {
public:
    explicit LoginGuard(storage::Database& database) : m_database(database) {}

    /// Finds the credential and counts the attempt, in one round trip, before anybody knows whether the
    /// password is right. Names that nobody has are treated as others. Throws Throttled
    /// (problem_type::loginLocked when it is for the failures of this account): then nothing has been
    /// counted. One that ends neither with succeeded() nor with failed() counts as failed after a minute.
    LoginAttempt begin(const std::string& username, const std::string& address);
    /// The failures of this account from there are forgotten. Should the database be away, the attempt ends
    /// by itself: nothing is thrown, since it would undo a success.
    void succeeded(const LoginAttempt& attempt) noexcept;
    /// It is a failure, and in the audit log.
    void failed(const LoginAttempt& attempt);

private:
    storage::Database& m_database;
};

} // namespace labwarden::identity

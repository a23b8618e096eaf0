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
    /// counted. The attempt ends with failed(), or within the statement that makes use of its success. One
    /// that never ends counts as failed after a minute.
    LoginAttempt begin(const std::string& username, const std::string& address);
    /// It is a failure, and in the audit log.
    void failed(const LoginAttempt& attempt);

private:
    storage::Database& m_database;
};

} // namespace labwarden::identity

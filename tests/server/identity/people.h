// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/caller.h"
#include "server/identity/sessions.h"
#include "server/identity/token.h"
#include "tests/server/support/services.h"

#include <memory>
#include <string>

/// What tests of users and roles start from: people who are signed in, without the tenth of a second that a
/// log-in takes.
namespace labwarden::test {

/// The token of a new session, straight into the table.
inline std::string openSession(const TestSchema& schema, const std::string& username) {
    const auto token = identity::newToken();
    const auto rows = schema.sql(
        "INSERT INTO sessions (token_hash, user_id, expires_at, ends_at) SELECT decode('" +
        identity::hashOf(token) +
        "', 'hex'), id, now() + interval '1 hour', now() + interval '1 day' FROM users WHERE username = '" +
        username + "' AND deleted_at IS NULL RETURNING 1");
    if (rows.size() != 1)
        throw std::runtime_error("there is no " + username);
    return token;
}

/// As the HTTP server asks: Redis first, PostgreSQL when that does not know. Throws Unauthenticated.
inline std::shared_ptr<const identity::Caller> check(identity::Sessions& on, const std::string& token) {
    auto caller = on.quick(token);
    return caller ? caller : on.lookUp(token);
}

/// A role of one's own.
inline void addRole(const TestSchema& schema, const std::string& name, const std::string& permissions) {
    schema.sql("INSERT INTO roles (name, permissions) VALUES ('" + name + "', '{" + permissions + "}')");
}

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// People, roles, API keys, sessions and the audit log, as admins and the people themselves see them.
namespace labwarden {

/// Something that may be allowed: `area:verb`.
struct Permission {
    std::string name, summary;
    bool forKeys = false; ///< whether an API key may have it as a scope
};
BOOST_DESCRIBE_STRUCT(Permission, (), (name, summary, forKeys))

/// `version` goes into If-Match.
struct Role {
    std::string id, name, description;
    bool builtIn = false; ///< neither changed nor deleted
    std::vector<std::string> permissions;
    std::int64_t userCount = 0;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Role, (), (id, name, description, builtIn, permissions, userCount, version))

/// `POST /roles`, `PUT /roles/{id}`.
struct RoleEdit {
    std::string name, description;
    std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(RoleEdit, (), (name, description, permissions))

/// A person, as an admin sees them. `version` goes into If-Match.
struct User {
    std::string id, username, displayName, email;
    std::vector<std::string> roles; ///< names
    bool disabled = false;
    bool mustChangePassword = false; ///< has a one-time password
    bool locked = false;             ///< failed log-ins make somebody wait at this moment
    std::optional<Timestamp> lastLoginAt;
    Timestamp createdAt;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (id, username, displayName, email, roles, disabled, mustChangePassword, locked,
                       lastLoginAt, createdAt, version))

/// `POST /users`. The user name cannot be changed later: history speaks of it.
struct NewUser {
    std::string username, displayName, email;
    std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(NewUser, (), (username, displayName, email, roles))

/// `PUT /users/{id}`: all of it as it shall be.
struct UserEdit {
    std::string displayName, email;
    std::vector<std::string> roles;
    bool disabled = false;
};
BOOST_DESCRIBE_STRUCT(UserEdit, (), (displayName, email, roles, disabled))

/// One of the users that `POST /users/bulk` is about, as it was when it was chosen.
struct UserVersion {
    std::string id;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(UserVersion, (), (id, version))

/// `POST /users/bulk`: the same change to many, all or none.
struct UserBulk {
    std::vector<UserVersion> users;
    std::optional<bool> disabled; ///< absent: as it is
    std::vector<std::string> addRoles, removeRoles;
};
BOOST_DESCRIBE_STRUCT(UserBulk, (), (users, disabled, addRoles, removeRoles))

/// `POST /users/{id}/reset-password`, and with the user's own fields `POST /users`: the only time that the
/// password is told.
struct OneTimePassword {
    std::string password;
    Timestamp expiresAt;
};
BOOST_DESCRIBE_STRUCT(OneTimePassword, (), (password, expiresAt))

struct CreatedUser {
    User user;
    OneTimePassword oneTimePassword;
};
BOOST_DESCRIBE_STRUCT(CreatedUser, (), (user, oneTimePassword))

/// `PUT /auth/me`.
struct ProfileEdit {
    std::string displayName, email;
};
BOOST_DESCRIBE_STRUCT(ProfileEdit, (), (displayName, email))

/// `POST /auth/password`.
struct PasswordChange {
    std::string currentPassword, newPassword;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (currentPassword, newPassword))

/// `GET /auth/sessions`, `GET /users/{id}/sessions`.
struct SessionInfo {
    std::string id; ///< names it, and opens nothing
    Timestamp createdAt, lastUsedAt, expiresAt;
    std::string address, userAgent;
    bool current = false; ///< the one that asks
};
BOOST_DESCRIBE_STRUCT(SessionInfo, (), (id, createdAt, lastUsedAt, expiresAt, address, userAgent, current))

/// What a program proves itself with. It acts in its own name ("key:<name>"), never in its maker's.
struct ApiKey {
    std::string id, name;
    std::vector<std::string> scopes; ///< permissions
    std::string createdBy;           ///< user name
    Timestamp createdAt, expiresAt;
    std::optional<Timestamp> lastUsedAt; ///< to the minute
    std::optional<Timestamp> endedAt;    ///< revoked
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, name, scopes, createdBy, createdAt, expiresAt, lastUsedAt, endedAt))

/// `POST /api-keys`.
struct NewApiKey {
    std::string name;
    std::vector<std::string> scopes;
    Timestamp expiresAt;
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (name, scopes, expiresAt))

/// Its answer: the only time that the secret is told.
struct CreatedApiKey {
    ApiKey apiKey;
    std::string secret;
};
BOOST_DESCRIBE_STRUCT(CreatedApiKey, (), (apiKey, secret))

/// `POST /auth/token`: for whom the JSON Web Token shall be good.
struct TokenRequest {
    std::string audience;
};
BOOST_DESCRIBE_STRUCT(TokenRequest, (), (audience))

struct TokenAnswer {
    std::string token;
    Timestamp expiresAt;
};
BOOST_DESCRIBE_STRUCT(TokenAnswer, (), (token, expiresAt))

/// One line of the audit log.
struct AuditEntry {
    std::int64_t id = 0; ///< grows with time
    Timestamp at;
    std::string actorId; ///< empty: the server itself, or nobody that is known
    std::string actor, address;
    std::string action; ///< "user.update", "run.start", "login.failed"
    std::string targetKind, targetId;
    std::string targetName;                ///< as it is called now, or was last; may be empty
    boost::json::value oldValue, newValue; ///< null: there is none
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (),
                      (id, at, actorId, actor, address, action, targetKind, targetId, targetName, oldValue,
                       newValue))

} // namespace labwarden

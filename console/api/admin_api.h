// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/api/api_client.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

struct UserPage {
    std::vector<User> users;
    std::string nextCursor; ///< empty: that was the last page
};

/// What of the audit log is wanted; an empty field does not narrow it.
struct AuditFilter {
    QString actor;  ///< user name
    QString action; ///< "user.update", or all of a kind: "user.*"
    QString targetKind, targetId;
    std::optional<Timestamp> from, to; ///< from inclusive, to exclusive
    bool operator==(const AuditFilter&) const = default;
};

struct AuditPage {
    std::vector<AuditEntry> entries; ///< newest first
    std::string nextCursor;          ///< empty: no older ones
};

/// The requests about people, roles, API keys and the audit log, typed; the rules are those of LabApi. A
/// `version` is the one of the state that the change was made from; with another one on the server by now
/// nothing is written and the error is ApiError::Kind::Stale. GUI thread only.
class AdminApi {
public:
    explicit AdminApi(ApiClient& client) : m_client(client) {}

    ApiClient& client() { return m_client; }

    // --- users ---
    /// By time of creation. `cursor` of the page before; empty: the first page.
    ApiJob* users(const std::string& cursor, QObject* context, Done<UserPage> done);
    ApiJob* user(const std::string& id, QObject* context, Done<User> done);
    /// The answer is the only time that the one-time password is told.
    ApiJob* createUser(const NewUser& user, QObject* context, Done<CreatedUser> done);
    ApiJob* changeUser(const std::string& id, const UserEdit& edit, std::int64_t version, QObject* context,
                       Done<User> done);
    ApiJob* deleteUser(const std::string& id, std::int64_t version, QObject* context, Done<bool> done);
    /// All or none; the answer has everybody as they are now. Of a Conflict, conflictsOfUsers() says who
    /// stood in the way.
    ApiJob* changeUsers(const UserBulk& change, QObject* context, Done<std::vector<User>> done);
    ApiJob* resetPassword(const std::string& userId, QObject* context, Done<OneTimePassword> done);
    ApiJob* unlock(const std::string& userId, QObject* context, Done<bool> done);
    ApiJob* sessions(const std::string& userId, QObject* context, Done<std::vector<SessionInfo>> done);
    ApiJob* endSession(const std::string& userId, const std::string& sessionId, QObject* context,
                       Done<bool> done);
    ApiJob* endSessions(const std::string& userId, QObject* context, Done<bool> done);

    // --- roles ---
    /// In the order in which people are shown them: by area, reading first.
    ApiJob* permissions(QObject* context, Done<std::vector<Permission>> done);
    ApiJob* roles(QObject* context, Done<std::vector<Role>> done);
    ApiJob* createRole(const RoleEdit& role, QObject* context, Done<Role> done);
    ApiJob* changeRole(const std::string& id, const RoleEdit& edit, std::int64_t version, QObject* context,
                       Done<Role> done);
    ApiJob* deleteRole(const std::string& id, std::int64_t version, QObject* context, Done<bool> done);

    // --- API keys ---
    ApiJob* apiKeys(QObject* context, Done<std::vector<ApiKey>> done);
    /// The answer is the only time that the secret is told.
    ApiJob* createApiKey(const NewApiKey& key, QObject* context, Done<CreatedApiKey> done);
    ApiJob* revokeApiKey(const std::string& id, QObject* context, Done<bool> done);

    // --- audit log ---
    /// `limit`: entries a page.
    ApiJob* auditLog(const AuditFilter& filter, const std::string& cursor, int limit, QObject* context,
                     Done<AuditPage> done);

private:
    ApiClient& m_client;
};

/// The part of a request's target behind '?' that a filter makes; for the list and its CSV alike.
QUrlQuery queryOf(const AuditFilter& filter);

/// Why nothing was done because of one of many users.
struct UserConflict {
    std::string userId, username;
    QString reason; ///< the server's words
};
std::vector<UserConflict> conflictsOfUsers(const ApiError& error);

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/admin_api.h"

#include "console/api/answers.h"

#include <boost/json/value_from.hpp>

namespace labwarden::console {
namespace {

constexpr int usersPerPage = 200;
const QString usersPath = QStringLiteral("/api/v1/users");
const QString rolesPath = QStringLiteral("/api/v1/roles");
const QString keysPath = QStringLiteral("/api/v1/api-keys");

QString below(const QString& path, const std::string& id) {
    return path + QLatin1Char('/') + QString::fromStdString(id);
}

QString sessionsPath(const std::string& userId) {
    return below(usersPath, userId) + QStringLiteral("/sessions");
}

/// For QUrlQuery, which takes '+' for itself and the server takes for a space.
QString escaped(const QString& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

template<class T>
auto listReader(const char* member) {
    return [member](const boost::json::value& body) { return listOf<T>(body, member); };
}

} // namespace

// --- users ---

ApiJob* AdminApi::users(const std::string& cursor, QObject* context, Done<UserPage> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(usersPerPage));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(usersPath, query, context,
                        typed<UserPage>(std::move(done), [](const auto& body) -> std::optional<UserPage> {
                            auto users = listOf<User>(body, "users");
                            if (!users)
                                return std::nullopt;
                            return UserPage{std::move(*users), textOf(body, "nextCursor")};
                        }));
}

ApiJob* AdminApi::user(const std::string& id, QObject* context, Done<User> done) {
    return m_client.get(below(usersPath, id), {}, context, typed<User>(std::move(done)));
}

ApiJob* AdminApi::createUser(const NewUser& user, QObject* context, Done<CreatedUser> done) {
    return m_client.post(usersPath, boost::json::value_from(user), context,
                         typed<CreatedUser>(std::move(done)));
}

ApiJob* AdminApi::changeUser(const std::string& id, const UserEdit& edit, std::int64_t version,
                             QObject* context, Done<User> done) {
    return m_client.put(below(usersPath, id), boost::json::value_from(edit), version, context,
                        typed<User>(std::move(done)));
}

ApiJob* AdminApi::deleteUser(const std::string& id, std::int64_t version, QObject* context, Done<bool> done) {
    return m_client.del(below(usersPath, id), version, context, noBody(std::move(done)));
}

ApiJob* AdminApi::changeUsers(const UserBulk& change, QObject* context, Done<std::vector<User>> done) {
    return m_client.post(usersPath + QStringLiteral("/bulk"), boost::json::value_from(change), context,
                         typed<std::vector<User>>(std::move(done), listReader<User>("users")));
}

ApiJob* AdminApi::resetPassword(const std::string& userId, QObject* context, Done<OneTimePassword> done) {
    return m_client.post(below(usersPath, userId) + QStringLiteral("/reset-password"), nullptr, context,
                         typed<OneTimePassword>(std::move(done)));
}

ApiJob* AdminApi::unlock(const std::string& userId, QObject* context, Done<bool> done) {
    return m_client.post(below(usersPath, userId) + QStringLiteral("/unlock"), nullptr, context,
                         noBody(std::move(done)));
}

ApiJob* AdminApi::sessions(const std::string& userId, QObject* context, Done<std::vector<SessionInfo>> done) {
    return m_client.get(
        sessionsPath(userId), {}, context,
        typed<std::vector<SessionInfo>>(std::move(done), listReader<SessionInfo>("sessions")));
}

ApiJob* AdminApi::endSession(const std::string& userId, const std::string& sessionId, QObject* context,
                             Done<bool> done) {
    return m_client.del(below(sessionsPath(userId), sessionId), {}, context, noBody(std::move(done)));
}

ApiJob* AdminApi::endSessions(const std::string& userId, QObject* context, Done<bool> done) {
    return m_client.del(sessionsPath(userId), {}, context, noBody(std::move(done)));
}

// --- roles ---

ApiJob* AdminApi::permissions(QObject* context, Done<std::vector<Permission>> done) {
    return m_client.get(
        QStringLiteral("/api/v1/permissions"), {}, context,
        typed<std::vector<Permission>>(std::move(done), listReader<Permission>("permissions")));
}

ApiJob* AdminApi::roles(QObject* context, Done<std::vector<Role>> done) {
    return m_client.get(rolesPath, {}, context,
                        typed<std::vector<Role>>(std::move(done), listReader<Role>("roles")));
}

ApiJob* AdminApi::createRole(const RoleEdit& role, QObject* context, Done<Role> done) {
    return m_client.post(rolesPath, boost::json::value_from(role), context, typed<Role>(std::move(done)));
}

ApiJob* AdminApi::changeRole(const std::string& id, const RoleEdit& edit, std::int64_t version,
                             QObject* context, Done<Role> done) {
    return m_client.put(below(rolesPath, id), boost::json::value_from(edit), version, context,
                        typed<Role>(std::move(done)));
}

ApiJob* AdminApi::deleteRole(const std::string& id, std::int64_t version, QObject* context, Done<bool> done) {
    return m_client.del(below(rolesPath, id), version, context, noBody(std::move(done)));
}

// --- API keys ---

ApiJob* AdminApi::apiKeys(QObject* context, Done<std::vector<ApiKey>> done) {
    return m_client.get(keysPath, {}, context,
                        typed<std::vector<ApiKey>>(std::move(done), listReader<ApiKey>("apiKeys")));
}

ApiJob* AdminApi::createApiKey(const NewApiKey& key, QObject* context, Done<CreatedApiKey> done) {
    return m_client.post(keysPath, boost::json::value_from(key), context,
                         typed<CreatedApiKey>(std::move(done)));
}

ApiJob* AdminApi::revokeApiKey(const std::string& id, QObject* context, Done<bool> done) {
    return m_client.del(below(keysPath, id), {}, context, noBody(std::move(done)));
}

// --- audit log ---

ApiJob* AdminApi::auditLog(const AuditFilter& filter, const std::string& cursor, int limit, QObject* context,
                           Done<AuditPage> done) {
    QUrlQuery query = queryOf(filter);
    query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(QStringLiteral("/api/v1/audit-log"), query, context,
                        typed<AuditPage>(std::move(done), [](const auto& body) -> std::optional<AuditPage> {
                            auto entries = listOf<AuditEntry>(body, "entries");
                            if (!entries)
                                return std::nullopt;
                            return AuditPage{std::move(*entries), textOf(body, "nextCursor")};
                        }));
}

QUrlQuery queryOf(const AuditFilter& filter) {
    QUrlQuery query;
    const auto add = [&query](const char* name, const QString& value) {
        if (!value.isEmpty())
            query.addQueryItem(QLatin1String(name), escaped(value));
    };
    add("actor", filter.actor);
    add("action", filter.action);
    add("targetKind", filter.targetKind);
    add("targetId", filter.targetId);
    if (filter.from)
        add("from", QString::fromStdString(filter.from->text()));
    if (filter.to)
        add("to", QString::fromStdString(filter.to->text()));
    return query;
}

std::vector<UserConflict> conflictsOfUsers(const ApiError& error) {
    std::vector<UserConflict> conflicts;
    const auto* array = error.rawConflicts.if_array();
    if (!array)
        return conflicts;
    for (const auto& entry : *array)
        if (entry.is_object())
            conflicts.push_back({textOf(entry, "userId"), textOf(entry, "username"),
                                 QString::fromStdString(textOf(entry, "reason"))});
    return conflicts;
}

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/session_store.h"

#include "common/json/domain.h"
#include "server/errors.h"
#include "server/identity/access_change.h"
#include "sql/queries/identity.h"

#include <stdexcept>

namespace labwarden::identity {

namespace q = queries::identity;

namespace {

UserInfo user(std::string_view json) {
    auto reading = wire::readText<UserInfo>(json, wire::programs);
    if (!reading)
        throw std::runtime_error("a stored user cannot be read: " + reading.faults.front().pointer);
    return std::move(reading.value);
}

OpenedSession::Refusal refusalOf(std::string_view word) {
    if (word == "disabled")
        return OpenedSession::Refusal::disabled;
    return word == "expired" ? OpenedSession::Refusal::expired : OpenedSession::Refusal::wrong;
}

Timestamp time(const pqxx::field& field) {
    return Timestamp::parse(field.c_str()).value_or(Timestamp{});
}

} // namespace

OpenedSession SessionStore::open(const LoginAttempt& attempt, const std::string& hash,
                                 std::chrono::seconds idle, std::chrono::seconds life,
                                 const std::string& address, const std::string& userAgent) {
    const auto rows =
        m_database.acquire()->run(q::open_session, attempt.account, attempt.network, attempt.userId,
                                  attempt.passwordHash, hash, idle.count(), life.count(), address, userAgent);
    const auto& row = rows.at(0);
    if (!row["refusal"].is_null())
        return {refusalOf(row["refusal"].c_str()), {}, {}};
    return {OpenedSession::Refusal::none, time(row["expires_at"]), user(row["person"].c_str())};
}

template<class... Args>
std::optional<UserInfo> SessionStore::useRow(const std::string& hash, const storage::Query& query,
                                             const Args&... args) {
    std::optional<UserInfo> found;
    m_database.acquire()->transact([&](storage::Transaction& transaction) {
        const auto rows = transaction.run(query, hash, args...);
        if (rows.empty())
            return;
        const std::string person = rows[0]["person"].c_str();
        found = user(person);
        m_copies.put(hash, person, std::chrono::milliseconds(rows[0]["left_ms"].template as<std::int64_t>()));
    });
    return found;
}

std::optional<UserInfo> SessionStore::use(const std::string& hash, std::chrono::seconds idle) {
    return useRow(hash, q::use_session, idle.count());
}

std::optional<UserInfo> SessionStore::useKey(const std::string& hash) {
    return useRow(hash, q::use_api_key);
}

bool SessionStore::personExists(const std::string& userId) {
    return m_database.acquire()->run(q::person_exists, userId).at(0)["found"].as<bool>();
}

boost::json::value SessionStore::endForOther(const Caller& actor, const std::string& userId,
                                             const std::string& only) {
    return changeAccess(m_database, m_copies, q::end_user_sessions, actor.userId, actor.remote, userId, only);
}

std::vector<SessionInfo> SessionStore::list(const std::string& userId) {
    std::vector<SessionInfo> sessions;
    for (const auto& row : m_database.acquire()->run(q::list_sessions, userId))
        sessions.push_back({row["id"].c_str(), time(row["created_at"]), time(row["last_used_at"]),
                            time(row["expires_at"]), row["address"].c_str(), row["user_agent"].c_str()});
    return sessions;
}

int SessionStore::end(const std::string& userId, const Ending& which, const std::string& actor,
                      const std::string& address) {
    const auto outcome =
        changeAccess(m_database, m_copies, q::end_sessions, userId, which.only, which.except, actor, address);
    return static_cast<int>(outcome.at("copies").as_array().size());
}

} // namespace labwarden::identity

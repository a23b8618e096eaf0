// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/session_store.h"

#include "common/json/domain.h"
#include "server/errors.h"
#include "server/identity/token.h"
#include "sql/queries/identity.h"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace labwarden::identity {

namespace q = queries::identity;
using storage::RedisReply;

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds failureWindow = 300s;

UserInfo user(std::string_view json) {
    auto reading = wire::readText<UserInfo>(json, wire::programs);
    if (!reading)
        throw std::runtime_error("a stored user cannot be read: " + reading.faults.front().pointer);
    return std::move(reading.value);
}

Timestamp time(const pqxx::field& field) {
    return Timestamp::parse(field.c_str()).value_or(Timestamp{});
}

} // namespace

std::string SessionStore::failureKey(const std::string& account, const std::string& address) const {
    return m_redis.prefix() + "login-failures:" + hashOf(account + '\n' + address);
}

std::optional<SessionStore::Credential> SessionStore::credential(const std::string& username) {
    const auto rows = m_database.acquire()->run(q::credentials, username);
    if (rows.empty())
        return std::nullopt;
    return Credential{rows[0]["id"].c_str(), rows[0]["password_hash"].c_str(), rows[0]["active"].as<bool>()};
}

std::optional<OpenedSession> SessionStore::open(const std::string& hash, const std::string& userId, std::chrono::seconds idle,
                                                std::chrono::seconds life, const std::string& address,
                                                const std::string& userAgent) {
    const auto rows =
        m_database.acquire()->run(q::open_session, hash, userId, idle.count(), life.count(), address, userAgent);
    if (rows.empty())
        return std::nullopt;
    return OpenedSession{time(rows[0]["expires_at"]), user(rows[0]["person"].c_str())};
}

std::optional<UserInfo> SessionStore::use(const std::string& hash, std::chrono::seconds idle) {
    std::optional<UserInfo> found;
    m_database.acquire()->transact([&](storage::Transaction& transaction) {
        const auto rows = transaction.run(q::use_session, hash, idle.count());
        if (rows.empty())
            return;
        const std::string person = rows[0]["person"].c_str();
        found = user(person);
        m_copies.put(hash, person, std::chrono::milliseconds(rows[0]["left_ms"].as<std::int64_t>()));
    });
    return found;
}

std::vector<SessionRow> SessionStore::list(const std::string& userId) {
    std::vector<SessionRow> sessions;
    for (const auto& row : m_database.acquire()->run(q::list_sessions, userId))
        sessions.push_back({row["id"].c_str(), time(row["created_at"]), time(row["last_used_at"]), time(row["expires_at"]),
                            row["address"].c_str(), row["user_agent"].c_str()});
    return sessions;
}

void SessionStore::end(const storage::Query& query, const std::string& hash, const std::string& userId,
                       const std::string& address) {
    m_database.acquire()->transact([&](storage::Transaction& transaction) {
        std::vector<std::string> hashes;
        for (const auto& row : transaction.run(query, hash, userId, address))
            hashes.emplace_back(row["hash"].c_str());
        m_copies.remove(hashes); // what it throws leaves the rows as they were
    });
}

void SessionStore::end(const std::string& hash, const std::string& userId, const std::string& address) {
    end(q::end_session, hash, userId, address);
}

void SessionStore::endOthers(const std::string& hash, const std::string& userId, const std::string& address) {
    end(q::end_other_sessions, hash, userId, address);
}

SessionStore::Failures SessionStore::failures(const std::string& account, const std::string& address) {
    try {
        const auto key = failureKey(account, address);
        const auto replies = m_redis.pipeline({{"GET", key}, {"TTL", key}});
        if (replies.at(0).kind != RedisReply::Kind::Text)
            return {};
        return {std::stoll(replies[0].text), std::chrono::seconds(std::max<long long>(1, replies.at(1).integer))};
    } catch (const Unavailable&) {
        return {};
    }
}

void SessionStore::noteFailure(const std::string& account, const std::string& address) {
    try {
        const auto key = failureKey(account, address);
        m_redis.pipeline({{"SET", key, "0", "NX", "EX", std::to_string(failureWindow.count())}, {"INCR", key}});
    } catch (const Unavailable&) {
        // Log-ins go on without Redis; the bounded password checker still slows guessing down.
    }
}

void SessionStore::forgetFailures(const std::string& account, const std::string& address) {
    try {
        m_redis.command({"DEL", failureKey(account, address)});
    } catch (const Unavailable&) {
    }
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/session_copies.h"

#include "common/json/domain.h"
#include "server/errors.h"

#include <algorithm>
#include <stdexcept>

namespace labwarden::identity {

using storage::RedisReply;
using namespace std::chrono_literals;

namespace {

/// A copy lives so long at most. Its end sends the next request to PostgreSQL, which moves the sliding end
/// on: that is how a session in use is written once a minute.
constexpr std::chrono::milliseconds copyLife = 60s;
/// What stands in a removed copy's place, so that one that was on its way cannot come after it.
constexpr const char* tombstone = "";
constexpr std::chrono::milliseconds tombstoneLife = 120s;
/// Looked up on the I/O thread.
constexpr std::chrono::milliseconds findDeadline = 250ms;
/// The rows are held while copies go, so this has to end well before PostgreSQL's statement time-out.
constexpr std::chrono::milliseconds removeDeadline = 2s;
constexpr std::size_t removedAtOnce = 1000; ///< in one write

} // namespace

std::string SessionCopies::key(const std::string& hash) const {
    return m_redis.prefix() + "session:" + hash;
}

std::optional<UserInfo> SessionCopies::find(const std::string& hash) const {
    const RedisReply reply = m_redis.command({"GET", key(hash)}, findDeadline);
    if (reply.kind != RedisReply::Kind::Text || reply.text == tombstone)
        return std::nullopt;
    auto reading = wire::readText<UserInfo>(reply.text, wire::programs);
    if (!reading)
        throw std::runtime_error("the copy of a session cannot be read: " + reading.faults.front().pointer);
    return std::move(reading.value);
}

void SessionCopies::put(const std::string& hash, const std::string& person,
                        std::chrono::milliseconds left) const {
    const auto life = std::min(copyLife, left);
    if (life <= 0ms)
        return;
    try {
        m_redis.command({"SET", key(hash), person, "NX", "PX", std::to_string(life.count())});
    } catch (const Unavailable&) {
        // Then PostgreSQL answers the next request too.
    }
}

void SessionCopies::remove(const std::vector<std::string>& hashes) const {
    const auto end = std::chrono::steady_clock::now() + removeDeadline;
    for (std::size_t first = 0; first < hashes.size(); first += removedAtOnce) {
        std::vector<std::vector<std::string>> commands;
        for (std::size_t i = first; i < std::min(hashes.size(), first + removedAtOnce); ++i)
            commands.push_back(
                {"SET", key(hashes[i]), tombstone, "PX", std::to_string(tombstoneLife.count())});
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left <= 0ms)
            throw Unavailable(
                "redis",
                PublicText("Too many sessions are affected for now. Nothing was changed; try again."));
        m_redis.pipeline(commands, left);
    }
}

} // namespace labwarden::identity

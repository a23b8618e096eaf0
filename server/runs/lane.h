// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/database.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace labwarden::runs {

/// One PostgreSQL session that is kept, for idempotent statements whose answer must not be guessed. Used by
/// one thread.
///
/// When the connection is lost in the middle of a statement, nobody knows whether the server has run it, or
/// still will: a copy may lie unread in the old session. The next session therefore first takes the advisory
/// lock that the old one holds until it is gone; what it then sees is final.
class Lane {
public:
    using Clock = std::chrono::steady_clock;
    using Statement = std::function<pqxx::result(storage::Connection&)>;

    explicit Lane(storage::Database& database);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// Runs the statement, again after a lost connection, a deadlock or a time-out, until it has answered.
    /// Throws Unavailable at once when there is no session to begin with, and at the deadline: its fate is
    /// then unknown. Other errors of SQL pass through: it has changed nothing.
    pqxx::result run(Clock::time_point deadline, const Statement& statement);
    /// Gives the session back; the next run() takes one anew. A lane that has nothing to do must not keep
    /// one: it would not see it die, and the pool, which takes a session on loan for a living one, would let
    /// everybody wait for it.
    void leave();

private:
    storage::Connection& session(Clock::time_point deadline);

    storage::Database& m_database;
    std::int64_t m_lock;
    std::unique_ptr<storage::Connection> m_session;
};

} // namespace labwarden::runs

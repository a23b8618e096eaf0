// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/database.h"

#include <pqxx/pqxx>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace labwarden::storage {

/// One open session at PostgreSQL: prepares lazily, never reconnects by itself, and can be cut from another
/// thread. Used by one thread at a time, but for overdue() and cut().
class DatabaseSession {
public:
    using Clock = std::chrono::steady_clock;

    /// Connects; throws pqxx::broken_connection. `generation` says to which era of the pool it belongs.
    DatabaseSession(const std::string& url, std::uint64_t generation, std::chrono::milliseconds limit);

    /// Runs one prepared query. Throws Unavailable when the session is lost or the time is up;
    /// pqxx::sql_error otherwise.
    pqxx::result execute(const Query& query, const std::function<pqxx::result(pqxx::transaction_base&)>& f);
    /// See Connection::transact().
    void transact(const std::function<void(Transaction&)>& f);

    /// False once a call has found it dead.
    bool usable() const { return !m_broken; }
    /// Whether an idle session still has its server: looks at the socket, sends nothing.
    bool alive() const;
    std::uint64_t generation() const { return m_generation; }

    /// A call has been under way for longer than the limit.
    bool overdue(Clock::time_point now) const;
    /// Shuts the socket down, so that a call that hangs on it ends. Any thread.
    void cut() const;

private:
    class OpenTransaction;
    /// Runs `f` under the watch of the time limit and sorts its errors; `what` is for the log.
    template<class F>
    auto guarded(const char* what, F&& f);
    void prepare(const Query& query);

    pqxx::connection m_connection;
    std::set<std::string, std::less<>> m_prepared;
    const int m_socket;
    const std::uint64_t m_generation;
    const std::chrono::milliseconds m_limit;
    std::atomic<Clock::rep> m_busySince{0}; ///< 0: idle
    bool m_broken = false;
};

} // namespace labwarden::storage

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/query.h"

#include <pqxx/pqxx>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace labwarden::storage {

/// Several statements with one commit; see Connection::transact(). Used by one thread, inside its function
/// only.
class Transaction {
public:
    virtual ~Transaction() = default;
    template<class... Args>
    pqxx::result run(const Query& query, const Args&... args) {
        return execute(query,
                       [&](pqxx::transaction_base& t) { return t.exec_prepared(query.name, args...); });
    }

private:
    virtual pqxx::result execute(const Query& query,
                                 const std::function<pqxx::result(pqxx::transaction_base&)>& f) = 0;
};

/// One connection on loan, in autocommit: each call of run() is one statement, one round trip, one commit. A
/// function in sql/functions is how several changes become one commit. Used by one thread at a time.
class Connection {
public:
    virtual ~Connection() = default;
    /// Runs the prepared query. Null values: std::optional<std::string>{} or nullptr as libpqxx takes them.
    template<class... Args>
    pqxx::result run(const Query& query, const Args&... args) {
        return execute(query,
                       [&](pqxx::transaction_base& t) { return t.exec_prepared(query.name, args...); });
    }
    /// For the rare change that must hold its rows while something else happens (a session's copy in Redis
    /// goes): commits when `f` returns, rolls back and passes on what it throws. All of it must end within
    /// the statement timeout. Unavailable: also when the fate of the commit is unknown.
    virtual void transact(const std::function<void(Transaction&)>& f) = 0;

private:
    virtual pqxx::result execute(const Query& query,
                                 const std::function<pqxx::result(pqxx::transaction_base&)>& f) = 0;
};

/// The bounded pool of PostgreSQL connections. Any thread.
class Database {
public:
    virtual ~Database() = default;
    /// Waits for a free connection until the deadline; reconnects broken ones with backoff. Throws
    /// Unavailable("postgres"). While PostgreSQL is known to be away it throws at once. Errors of run():
    /// Unavailable when the connection was lost (the fate of the statement is then unknown: only an
    /// idempotent one may be repeated); pqxx::sql_error otherwise. Each statement has a statement_timeout.
    virtual std::unique_ptr<Connection>
    acquire(std::chrono::milliseconds wait = std::chrono::milliseconds(2000)) = 0;
    virtual bool healthy() const = 0;
};

/// libpq array literal of text values: {"a","b"}; quotes and backslashes escaped.
std::string arrayLiteral(const std::vector<std::string>& values);

} // namespace labwarden::storage

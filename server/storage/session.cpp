// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/session.h"

#include "server/errors.h"
#include "server/storage/query_log.h"

#include <spdlog/spdlog.h>

#include <string_view>

#include <poll.h>
#include <sys/socket.h>

#if defined(__SANITIZE_ADDRESS__)
// libpqxx 6.4.5 asks a broken connection for its encoding before it owns the result just received, and so
// loses that result (4 KB for a lost connection). It is known, and must not hide what else may leak.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:pqxx::connection_base::exec_prepared\n"
           "leak:pqxx::connection_base::register_prepared\n";
}
#endif

namespace labwarden::storage {

namespace {

// Server states in which a statement can't be served, though the connection may still stand: shutting down
// (57P0x), too long (57014), too many connections (53300), the server has become read-only (25006).
bool meansAway(const std::string& sqlState) {
    return sqlState.starts_with("57P0") || sqlState.starts_with("08") || sqlState == "57014" ||
           sqlState == "53300" || sqlState == "25006";
}

std::string_view firstLine(const std::exception& e) {
    const std::string_view text = e.what();
    return text.substr(0, text.find('\n'));
}

Unavailable away() {
    return Unavailable("postgres", PublicText("The database is not available at the moment."));
}

} // namespace

// Reconnecting is the pool's: libpqxx would do it in silence, in the middle of a call.
DatabaseSession::DatabaseSession(const std::string& url, std::uint64_t generation,
                                 std::chrono::milliseconds limit)
    : m_connection(url), m_socket(m_connection.sock()), m_generation(generation), m_limit(limit) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    m_connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
    m_connection.set_verbosity(pqxx::connection_base::terse);
}

template<class F>
auto DatabaseSession::guarded(const char* what, F&& f) {
    struct Busy {
        std::atomic<Clock::rep>& since;
        explicit Busy(std::atomic<Clock::rep>& s) : since(s) {
            since = Clock::now().time_since_epoch().count();
        }
        ~Busy() { since = 0; }
    };
    const pqxx::quiet_errorhandler quiet(m_connection);
    try {
        const Busy busy(m_busySince);
        return f();
    } catch (const pqxx::broken_connection& e) {
        m_broken = true;
        spdlog::warn("postgres: connection lost in {}: {}", what, firstLine(e));
        throw away();
    } catch (const pqxx::in_doubt_error& e) {
        m_broken = true;
        spdlog::warn("postgres: commit in doubt in {}: {}", what, firstLine(e));
        throw away();
    } catch (const pqxx::sql_error& e) {
        m_broken = !m_connection.is_open();
        if (!m_broken && !meansAway(e.sqlstate()))
            throw;
        m_broken = m_broken || e.sqlstate() != "57014";
        spdlog::warn("postgres: {} in {}: {}", e.sqlstate(), what, firstLine(e));
        throw away();
    }
}

void DatabaseSession::prepare(const Query& query) {
    noteQuery(query.name);
    if (m_prepared.contains(query.name))
        return;
    m_connection.prepare(query.name, query.sql);
    m_prepared.insert(query.name);
}

pqxx::result DatabaseSession::execute(const Query& query,
                                      const std::function<pqxx::result(pqxx::transaction_base&)>& f) {
    return guarded(query.name, [&] {
        prepare(query);
        pqxx::nontransaction t(m_connection);
        return f(t);
    });
}

class DatabaseSession::OpenTransaction : public Transaction {
public:
    OpenTransaction(DatabaseSession& session, pqxx::work& work) : m_session(session), m_work(work) {}

private:
    pqxx::result execute(const Query& query,
                         const std::function<pqxx::result(pqxx::transaction_base&)>& f) override {
        m_session.prepare(query);
        return f(m_work);
    }
    DatabaseSession& m_session;
    pqxx::work& m_work;
};

void DatabaseSession::transact(const std::function<void(Transaction&)>& f) {
    guarded("a transaction", [&] {
        pqxx::work work(m_connection);
        OpenTransaction transaction(*this, work);
        f(transaction);
        work.commit();
    });
}

bool DatabaseSession::alive() const {
    if (m_broken)
        return false;
    // An idle session has nothing to read: bytes mean a farewell, or the end of the stream.
    pollfd p{.fd = m_socket, .events = POLLIN, .revents = 0};
    return ::poll(&p, 1, 0) == 0;
}

bool DatabaseSession::overdue(Clock::time_point now) const {
    const auto since = m_busySince.load();
    return since != 0 && now - Clock::time_point(Clock::duration(since)) > m_limit;
}

void DatabaseSession::cut() const {
    ::shutdown(m_socket, SHUT_RDWR);
}

} // namespace labwarden::storage

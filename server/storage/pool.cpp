// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/pool.h"

#include "common/url_template.h"
#include "server/errors.h"
#include "server/storage/session.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

namespace labwarden::storage {

namespace {

using Clock = DatabaseSession::Clock;
using SessionPtr = std::shared_ptr<DatabaseSession>;

constexpr std::chrono::milliseconds sweepEvery{500};

bool isSchemaName(std::string_view name) {
    const auto first = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto rest = [&](char c) { return first(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 63 && first(name.front()) && std::ranges::all_of(name, rest);
}

/// The sessions, and the two threads that care for them: the keeper opens what is missing, with backoff while
/// PostgreSQL is away; the watchdog cuts a call that outlives its time.
class Pool : public Database {
public:
    explicit Pool(DatabaseSettings settings)
        : m_settings(std::move(settings))
        , m_url(connectionUrl(m_settings))
        , m_keeper([this](std::stop_token s) { keep(s); })
        , m_watchdog([this](std::stop_token s) { watch(s); }) {}

    std::unique_ptr<Connection> acquire(std::chrono::milliseconds wait) override;
    bool healthy() const override {
        const std::lock_guard lock(m_mutex);
        return !m_away && !m_sessions.empty();
    }
    void giveBack(const SessionPtr& session);

private:
    void keep(std::stop_token stop);
    void dropDead();
    void watch(std::stop_token stop);
    std::size_t wanted() const;

    const DatabaseSettings m_settings;
    const std::string m_url;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_freed;  ///< a session became idle, or PostgreSQL was found to be away
    std::condition_variable_any m_needed; ///< for the keeper: a session is missing
    std::list<SessionPtr> m_sessions;     ///< all that are open
    std::vector<SessionPtr> m_idle;
    std::size_t m_waiting = 0;
    std::uint64_t m_generation = 0; ///< grows when a session is lost: whatever is older is replaced
    bool m_away = false;
    std::jthread m_keeper; // last: they end first
    std::jthread m_watchdog;
};

class LoanedConnection : public Connection {
public:
    LoanedConnection(Pool& pool, SessionPtr session) : m_pool(pool), m_session(std::move(session)) {}
    ~LoanedConnection() override { m_pool.giveBack(m_session); }
    void transact(const std::function<void(Transaction&)>& f) override { m_session->transact(f); }

private:
    pqxx::result execute(const Query& query,
                         const std::function<pqxx::result(pqxx::transaction_base&)>& f) override {
        return m_session->execute(query, f);
    }
    Pool& m_pool;
    SessionPtr m_session;
};

std::unique_ptr<Connection> Pool::acquire(std::chrono::milliseconds wait) {
    const auto deadline = Clock::now() + wait;
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    const auto leave = [&] { --m_waiting; };
    for (;;) {
        while (!m_idle.empty()) {
            SessionPtr session = std::move(m_idle.back());
            m_idle.pop_back();
            if (session->generation() == m_generation && session->alive()) {
                leave();
                return std::make_unique<LoanedConnection>(*this, std::move(session));
            }
            m_sessions.remove(session);
        }
        const bool nobodyWillReturnOne = m_sessions.empty();
        if ((m_away && nobodyWillReturnOne) || Clock::now() >= deadline) {
            leave();
            throw Unavailable("postgres", PublicText("The database is not available at the moment."));
        }
        m_needed.notify_one();
        m_freed.wait_until(lock, deadline);
    }
}

void Pool::giveBack(const SessionPtr& session) {
    SessionPtr last; // closed outside the lock
    const std::lock_guard lock(m_mutex);
    if (!session->usable() && session->generation() == m_generation)
        ++m_generation; // what happened to this one has probably happened to all
    if (session->usable() && session->generation() == m_generation) {
        m_idle.push_back(session);
    } else {
        last = session;
        m_sessions.remove(session);
        m_needed.notify_one();
    }
    m_freed.notify_one();
}

// One session stands ready always; more are opened while somebody waits.
std::size_t Pool::wanted() const {
    const std::size_t busy = m_sessions.size() - m_idle.size();
    return std::min<std::size_t>(std::max<std::size_t>(1, busy + m_waiting),
                                 static_cast<std::size_t>(m_settings.connections));
}

void Pool::dropDead() {
    std::erase_if(m_idle, [&](const SessionPtr& session) {
        const bool dead = session->generation() != m_generation || !session->alive();
        if (dead)
            m_sessions.remove(session);
        return dead;
    });
}

void Pool::keep(std::stop_token stop) {
    auto backoff = m_settings.backoffMin;
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (!m_needed.wait_for(lock, stop, sweepEvery, [&] { return m_sessions.size() < wanted(); })) {
            dropDead(); // so that an outage shows in healthy() without anyone having to ask
            continue;
        }
        const auto generation = m_generation;
        lock.unlock();
        SessionPtr session;
        std::string fault;
        try {
            session = std::make_shared<DatabaseSession>(
                m_url, generation, m_settings.statementTimeout + m_settings.statementGrace);
        } catch (const std::exception& e) {
            fault = e.what();
        }
        lock.lock();
        if (session) {
            if (std::exchange(m_away, false))
                spdlog::info("postgres: connected again");
            backoff = m_settings.backoffMin;
            m_sessions.push_back(session);
            m_idle.push_back(std::move(session));
            m_freed.notify_one();
            continue;
        }
        if (!std::exchange(m_away, true))
            spdlog::warn("postgres: no connection, trying again: {}", fault.substr(0, fault.find('\n')));
        m_freed.notify_all();
        m_needed.wait_for(lock, stop, backoff, [] { return false; });
        backoff = std::min(backoff * 2, m_settings.backoffMax);
    }
}

void Pool::watch(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any tick;
    std::unique_lock own(mutex);
    while (!tick.wait_for(own, stop, std::chrono::milliseconds(200), [&] { return stop.stop_requested(); })) {
        const std::lock_guard lock(m_mutex);
        const auto now = Clock::now();
        for (const SessionPtr& session : m_sessions)
            if (session->overdue(now))
                session->cut();
    }
}

} // namespace

std::string connectionUrl(const DatabaseSettings& settings) {
    if (!settings.url.starts_with("postgresql://") && !settings.url.starts_with("postgres://"))
        throw std::invalid_argument("the PostgreSQL URL must begin with postgresql://");
    if (!isSchemaName(settings.schema))
        throw std::invalid_argument("a schema name is 1 to 63 of [a-z0-9_] and begins with no digit: " +
                                    settings.schema);
    const auto seconds =
        std::max<long long>(2, std::chrono::ceil<std::chrono::seconds>(settings.connectTimeout).count());
    const std::string options = "-c search_path=" + settings.schema +
                                " -c statement_timeout=" + std::to_string(settings.statementTimeout.count());
    // A cut network ends a call by tcp_user_timeout (unsent or unacknowledged) or by keepalives (waiting for
    // the answer).
    return settings.url + (settings.url.find('?') == std::string::npos ? "?" : "&") +
           "connect_timeout=" + std::to_string(seconds) +
           "&application_name=" + percentEncoded(settings.applicationName) +
           "&options=" + percentEncoded(options) +
           "&tcp_user_timeout=8000&keepalives_idle=4&keepalives_interval=2&keepalives_count=2";
}

std::unique_ptr<Database> openDatabase(DatabaseSettings settings) {
    return std::make_unique<Pool>(std::move(settings));
}

std::string arrayLiteral(const std::vector<std::string>& values) {
    std::string out = "{";
    for (const std::string& value : values) {
        if (out.size() > 1)
            out += ',';
        out += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + "}";
}

} // namespace labwarden::storage

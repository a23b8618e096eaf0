// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/lane.h"

#include "server/errors.h"
#include "sql/queries/runs.h"

#include <sodium.h>

#include <algorithm>
#include <thread>

namespace labwarden::runs {

namespace {

using namespace std::chrono_literals;

std::int64_t randomLock() {
    std::int64_t lock = 0;
    randombytes_buf(&lock, sizeof lock);
    return lock;
}

bool worthRepeating(const pqxx::sql_error& error) {
    return error.sqlstate() == "40P01" || error.sqlstate() == "40001"; // deadlock, serialization
}

} // namespace

Lane::Lane(storage::Database& database) : m_database(database), m_lock(randomLock()) {}

Lane::~Lane() {
    leave();
}

storage::Connection& Lane::session(Clock::time_point deadline) {
    if (!m_session) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        m_session = m_database.acquire(std::max(left, 1ms));
        m_session->run(queries::runs::take_lane, m_lock);
    }
    return *m_session;
}

void Lane::leave() {
    if (!m_session)
        return;
    try {
        m_session->run(queries::runs::leave_lane,
                       m_lock); // a session that still stands goes back to the pool
    } catch (const std::exception&) {
        // It is gone, and with it the lock.
    }
    m_session.reset();
}

pqxx::result Lane::run(Clock::time_point deadline, const Statement& statement) {
    for (bool begun = false;;) {
        try {
            storage::Connection& connection = session(deadline);
            begun = true;
            return statement(connection);
        } catch (const Unavailable&) {
            leave();
            if (!begun || Clock::now() + 50ms >= deadline)
                throw;
            std::this_thread::sleep_for(50ms);
        } catch (const pqxx::sql_error& error) {
            if (!worthRepeating(error) || Clock::now() >= deadline)
                throw;
        }
    }
}

} // namespace labwarden::runs

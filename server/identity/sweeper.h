// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/rounds.h"

namespace labwarden::storage {
class Database;
}

namespace labwarden::identity {

/// Once a minute, and a bounded number of rows at a time: sessions that are over go, what log-ins were
/// counted by goes when it counts no more, and failed log-ins that the audit log has not been told of yet are
/// told. Right with several servers at once. One thread starts and stops it.
class Sweeper {
public:
    explicit Sweeper(storage::Database& database);

    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }
    /// One round, for tests too: whether there is more to do. Throws Unavailable("postgres").
    bool sweep();

private:
    storage::Database& m_database;
    Rounds m_rounds;
};

} // namespace labwarden::identity

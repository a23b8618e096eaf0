// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/database.h"
#include "sql/queries/storage.h"

namespace labwarden::storage {

/// Several statements in one commit, for those who must hold row locks while they speak to somebody else (the relays). Whoever
/// only changes PostgreSQL uses a function in sql/functions instead: one round trip, and locks held for as long as it takes.
class Transaction {
public:
    explicit Transaction(Connection& connection) : m_connection(connection) { m_connection.run(queries::storage::begin); }
    ~Transaction() {
        if (m_done)
            return;
        try {
            m_connection.run(queries::storage::rollback);
        } catch (const std::exception&) {
            // The connection is gone, and the transaction with it.
        }
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Throws Unavailable: whether it was committed is not known then.
    void commit() {
        m_done = true;
        m_connection.run(queries::storage::commit);
    }

private:
    Connection& m_connection;
    bool m_done = false;
};

} // namespace labwarden::storage

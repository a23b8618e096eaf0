// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/caller.h"
#include "server/rounds.h"

#include <cstddef>
#include <string>

namespace labwarden::storage {
class Database;
}

namespace labwarden::testcases {

/// The bytes of files beside test cases, each kept once in PostgreSQL by its SHA-256. Whoever writes a case
/// sends its files first. Once an hour those go that no revision of a case names and that nobody has sent or
/// named for a day; right with several servers at once. put(), get() and sweep(): any thread; they throw
/// Unavailable. One thread starts and stops it.
class Attachments {
public:
    static constexpr std::size_t longest = 10 << 20; ///< bytes of one

    explicit Attachments(storage::Database& database);

    /// The file may be there already. Invalid: `sha256` is not that of the bytes, or there are none.
    void put(const identity::Caller& caller, const std::string& sha256, const std::string& bytes);
    /// NotFound.
    std::string get(const std::string& sha256);

    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }
    /// One round, for tests too: whether there is more to do.
    bool sweep();

private:
    storage::Database& m_database;
    Rounds m_rounds;
};

} // namespace labwarden::testcases

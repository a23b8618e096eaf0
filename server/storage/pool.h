// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/database.h"

#include <chrono>
#include <memory>
#include <string>

namespace labwarden::storage {

struct DatabaseSettings {
    std::string url;                                  ///< postgresql://user:password@host:port/database
    std::string schema = "labwarden";                 ///< becomes the search_path: [a-z_][a-z0-9_]*
    std::string applicationName = "labwardend";       ///< as pg_stat_activity shows it
    int connections = 16;                             ///< open at most
    std::chrono::milliseconds connectTimeout{3000};   ///< whole seconds, two at least (libpq)
    std::chrono::milliseconds statementTimeout{5000}; ///< PostgreSQL ends a longer statement
    std::chrono::milliseconds statementGrace{
        2000}; ///< without an answer so long after that, the connection is cut
    std::chrono::milliseconds backoffMin{100}; ///< between attempts to reconnect, doubling
    std::chrono::milliseconds backoffMax{3000};
};

/// Opens the pool and returns at once: connections are made by a thread of the pool, also after PostgreSQL
/// was away. Throws std::invalid_argument for an URL or a schema name that cannot be.
std::unique_ptr<Database> openDatabase(DatabaseSettings settings);

/// The URL with libpq's parameters for this schema and these time limits. Throws std::invalid_argument.
std::string connectionUrl(const DatabaseSettings& settings);

} // namespace labwarden::storage

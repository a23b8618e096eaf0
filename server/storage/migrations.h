// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sql/embedded.h"

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace labwarden::storage {

class Database;

/// The schema cannot be used by this program; the text says why and what to do, for the operator.
class SchemaError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct MigrationReport {
    std::vector<std::string> applied; ///< "V001 initial", in order; empty when nothing was missing
    int version = 0;                  ///< of the schema now
};

/// Brings the schema to this program's version and lays all functions anew; as labwarden_owner. Several at
/// once are safe: they go one after the other. Forward only; each migration is one transaction. Throws
/// SchemaError when a migration that was applied has changed since, or the schema is newer than this program;
/// pqxx::broken_connection when PostgreSQL cannot be reached.
MigrationReport migrate(const std::string& ownerUrl, const std::string& schema,
                        std::span<const sql::Migration> migrations = sql::migrations(),
                        std::span<const sql::FunctionFile> functions = sql::functionFiles());

/// At the server's start: throws SchemaError when the schema is older or newer than this program, or changed;
/// Unavailable when PostgreSQL cannot be reached.
void checkSchema(Database& database, std::span<const sql::Migration> migrations = sql::migrations());

} // namespace labwarden::storage

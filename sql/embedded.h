// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/query.h"

#include <span>

/// The SQL files as the build put them into the program. The queries of one area are in the generated header
/// "sql/queries/<area>.h" as `labwarden::queries::<area>::<name>`.
namespace labwarden::sql {

/// sql/migrations/V<version>__<name>.sql
struct Migration {
    int version;
    const char* name;
    const char* checksum; ///< SHA-256 of the file, hex
    const char* sql;
};

/// sql/functions/<area>/<name>.sql
struct FunctionFile {
    const char* name; ///< "board/events"
    const char* sql;
};

/// Ascending by version, without gaps: the build refuses anything else.
std::span<const Migration> migrations();
/// In the order of their names.
std::span<const FunctionFile> functionFiles();
/// Every named query there is.
std::span<const storage::Query> queries();

} // namespace labwarden::sql

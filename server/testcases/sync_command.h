// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

namespace labwarden::storage {
class Database;
}

namespace labwarden::testcases {

/// `labwardend testcases sync DIR`: a folder under version control is what the lab's test cases are.
struct SyncRequest {
    std::filesystem::path folder; ///< its *.yaml, *.yml, *.json and *.csv files, but for hidden ones
    std::string author;           ///< user name of whoever the revisions are by; needs testcases:write
    bool dryRun = false;
    bool retireMissing = false;      ///< retire the cases that no file has; nothing when any file is refused
    bool json = false;               ///< the report as JSON instead of lines
    std::filesystem::path scriptsTo; ///< where scripts to install are written; empty: nowhere
};

/// What `labwardend testcases` ends with: pipelines go by it. `Differs`: a dry run that found something to
/// do.
enum class SyncExit { Done = 0, Failed = 1, Refused = 3, Differs = 4 }; // 2: the command line is wrong

/// Does it and tells on `out` what has become of each file, and on `err` what is refused, as
/// "file:line:column: why". Works beside running servers, which hear of every change, and without any. Throws
/// nothing.
SyncExit runSync(const SyncRequest& request, storage::Database& database, std::ostream& out,
                 std::ostream& err);

} // namespace labwarden::testcases

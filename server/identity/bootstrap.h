// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/private_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::identity {

struct BootstrapUser {
    std::string username, displayName, password;
    std::vector<std::string> roles; ///< names: "admin", "engineer", ...
};

/// Reads `[{"username", "displayName", "password", "roles": [...]}]`. Throws BootstrapError for a file that
/// is missing, that others than its owner may read (it must be 0600 or stricter), or that has faults: all of
/// them are named.
std::vector<BootstrapUser> readBootstrapUsers(const std::filesystem::path& file);

/// Creates those that do not exist yet and leaves the others as they are; how many were created. Harmless to
/// repeat, also from two servers at once. Throws BootstrapError for an unknown role, for a name or a password
/// that would not be taken from a person either, Unavailable without PostgreSQL.
int createBootstrapUsers(const std::vector<BootstrapUser>& users, storage::Database& database);

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::identity {

/// The file of the first users cannot be used; the text says why, for the operator, and tells no password.
class BootstrapError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct BootstrapUser {
    std::string username, displayName, password;
    std::vector<std::string> roles; ///< names: "admin", "engineer", ...
};

/// Reads `[{"username", "displayName", "password", "roles": [...]}]`. Throws BootstrapError for a file that is missing, that others
/// than its owner may read (it must be 0600 or stricter), or that has faults: all of them are named.
std::vector<BootstrapUser> readBootstrapUsers(const std::filesystem::path& file);

/// Creates those that do not exist yet and leaves the others as they are; how many were created. Harmless to repeat, also
/// from two servers at once. Throws BootstrapError for an unknown role, Unavailable without PostgreSQL.
int createBootstrapUsers(const std::vector<BootstrapUser>& users, storage::Database& database);

} // namespace labwarden::identity

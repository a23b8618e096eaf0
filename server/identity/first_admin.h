// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/private_file.h"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace labwarden::storage {
class Database;
}

namespace labwarden::identity {

/// Where the first admin's one-time password comes from; with neither, one is made up.
struct FirstPassword {
    std::filesystem::path file; ///< 0600; looked at only when it is needed
    std::string text;           ///< when there is no file
};

/// In a lab where there has never been anybody, makes the user `admin` with the built-in role admin and a
/// one-time password. One that was made up is told on `out`, this once; one that was given is not. Nothing
/// happens when there is, or was, somebody; of several servers at once one makes it. True: it was made here.
/// Throws BootstrapError for a password that cannot be used, Unavailable.
bool createFirstAdmin(const FirstPassword& password, storage::Database& database, std::ostream& out);

} // namespace labwarden::identity

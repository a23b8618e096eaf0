// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>

namespace labwarden::storage {
class Database;
}

namespace labwarden::environments {

class SecretKeys;

/// What `labwardend secrets rekey` ends with: scripts go by it.
enum class RekeyExit { Done = 0, Failed = 1, Refused = 3 };

/// Seals every secret under the first of the keys that is not sealed under it yet, beside running servers and
/// as often as one likes; tells on `out` how many there were, and on `err` which open with none of the keys:
/// those stay as they are, and it is Refused. Each is in the audit log. Throws nothing.
RekeyExit runRekey(storage::Database& database, const SecretKeys& keys, std::ostream& out, std::ostream& err);

} // namespace labwarden::environments

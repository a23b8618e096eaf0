// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
class Redis;
} // namespace labwarden::storage

namespace labwarden::identity {

/// `labwardend users …`: what somebody at the lab's host does who cannot sign in.
struct UsersRequest {
    enum class Action { List, Add, Reset, Unlock };
    Action action = Action::List;
    std::string username;           ///< all but List
    std::string displayName, email; ///< Add; without a display name the user name stands for it
    std::vector<std::string> roles; ///< Add
};

/// What `labwardend users` ends with: scripts go by it.
enum class UsersExit { Done = 0, Failed = 1, Refused = 3 }; // 2: the command line is wrong

/// Does it, tells the outcome on `out` and what is wrong on `err`, in words that say what to do. Works beside
/// running servers and without any. Everything is in the audit log, by "labwardend" from "command line". With
/// Redis away a reset is made all the same, since the sessions are gone from PostgreSQL then, and told that
/// servers may go by their copies for a minute. Throws nothing.
UsersExit runUsers(const UsersRequest& request, storage::Database& database, storage::Redis& redis,
                   std::ostream& out, std::ostream& err);

} // namespace labwarden::identity

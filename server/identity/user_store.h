// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/identity/caller.h"
#include "server/identity/session_copies.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <boost/json/array.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace labwarden::identity {

/// The calls to PostgreSQL and Redis for people, as admins and they themselves change them. Changes answer
/// with what the function of sql/functions/identity/user_admin.sql of the same name says: see there. Any
/// thread. Throws Unavailable: nothing has changed then, unless the fate of the commit is unknown. Ids must
/// be UUIDs.
class UserStore {
public:
    UserStore(storage::Database& database, storage::Redis& redis) : m_database(database), m_copies(redis) {}

    /// Oldest first.
    Page<User> list(const PageRequest& request);
    std::optional<User> get(const std::string& id);

    boost::json::value create(const Caller& actor, const NewUser& user, const std::string& passwordHash,
                              std::chrono::seconds passwordLife);
    boost::json::value change(const Caller& actor, const boost::json::array& changes);
    boost::json::value resetPassword(const Caller& actor, const std::string& id,
                                     const std::string& passwordHash, std::chrono::seconds passwordLife);
    boost::json::value unlock(const Caller& actor, const std::string& id);
    boost::json::value updateProfile(const Caller& actor, std::int64_t version, const ProfileEdit& profile);

private:
    storage::Database& m_database;
    const SessionCopies m_copies;
};

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/identity/caller.h"
#include "server/identity/session_copies.h"
#include "server/storage/database.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden::identity {

/// The calls to PostgreSQL and Redis for roles. Changes answer with what the function of
/// sql/functions/identity/roles.sql of the same name says: see there. Any thread. Throws Unavailable: nothing
/// has changed then, unless the fate of the commit is unknown. Ids must be UUIDs.
class RoleStore {
public:
    RoleStore(storage::Database& database, storage::Redis& redis) : m_database(database), m_copies(redis) {}

    /// Built-in ones first.
    std::vector<Role> list();
    boost::json::value create(const Caller& actor, const RoleEdit& role);
    boost::json::value update(const Caller& actor, const std::string& id, std::int64_t version,
                              const RoleEdit& role);
    boost::json::value remove(const Caller& actor, const std::string& id, std::int64_t version);

private:
    storage::Database& m_database;
    const SessionCopies m_copies;
};

} // namespace labwarden::identity

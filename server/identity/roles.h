// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/identity/role_store.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden::identity {

/// Roles: named sets of permissions. Any thread. A change holds from the next request on of everybody who has
/// the role, on every server. Throws as Users does.
class Roles {
public:
    Roles(storage::Database& database, storage::Redis& redis, EventSink& events)
        : m_store(database, redis), m_events(events) {}

    /// Built-in ones first.
    std::vector<Role> list();
    /// Conflict: the name is taken.
    Role create(const Caller& actor, RoleEdit role);
    /// NotFound, Stale; Conflict for a built-in role or a name that is taken.
    Role update(const Caller& actor, const std::string& id, std::int64_t version, RoleEdit role);
    /// NotFound, Stale; Conflict for a built-in role, or while somebody has it: it says how many.
    void remove(const Caller& actor, const std::string& id, std::int64_t version);

private:
    boost::json::value done(boost::json::value outcome);

    RoleStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/event_sink.h"
#include "server/identity/api_key_store.h"
#include "server/identity/caller.h"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace labwarden::identity {

/// What programs prove themselves with. A key is a user of its own and goes on when its maker goes; Sessions
/// says who is behind one. Any thread.
class ApiKeys {
public:
    ApiKeys(storage::Database& database, storage::Redis& redis, EventSink& events)
        : m_store(database, redis), m_events(events) {}

    /// All there ever were, newest first.
    std::vector<ApiKey> list() { return m_store.list(); }
    /// The secret is told this once. Invalid with every fault; Conflict: the name is taken; Forbidden of type
    /// moreThanOwn for scopes that the actor has not.
    CreatedApiKey create(const Caller& actor, NewApiKey key);
    /// From the return on the key is refused, on every server; harmless to repeat. NotFound; Forbidden of
    /// type moreThanOwn; Unavailable("redis"): it has not ended.
    void revoke(const Caller& actor, const std::string& id);

private:
    /// A done outcome goes on, its events told; else throws.
    boost::json::value done(boost::json::value outcome);

    ApiKeyStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::identity

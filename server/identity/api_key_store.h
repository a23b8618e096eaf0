// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/identity/caller.h"
#include "server/identity/session_copies.h"
#include "server/storage/database.h"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace labwarden::identity {

/// The calls to PostgreSQL and Redis for API keys. Changes answer `{"status": ...}`, see refusal.h. Any
/// thread. Throws Unavailable.
class ApiKeyStore {
public:
    ApiKeyStore(storage::Database& database, storage::Redis& redis) : m_database(database), m_copies(redis) {}

    std::vector<ApiKey> list();
    /// `hash`: hashOf() the secret.
    boost::json::value create(const Caller& actor, const NewApiKey& key, const std::string& hash);
    boost::json::value revoke(const Caller& actor, const std::string& id);

private:
    storage::Database& m_database;
    const SessionCopies m_copies;
};

} // namespace labwarden::identity

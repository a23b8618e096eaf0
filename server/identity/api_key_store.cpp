// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/api_key_store.h"

#include "common/json/domain.h"
#include "server/identity/access_change.h"
#include "server/storage/json_rows.h"
#include "sql/queries/identity.h"

namespace labwarden::identity {

namespace q = queries::identity;

std::vector<ApiKey> ApiKeyStore::list() {
    std::vector<ApiKey> keys;
    for (const auto& row : m_database.acquire()->run(q::list_api_keys))
        keys.push_back(storage::fromJson<ApiKey>(row["key"]));
    return keys;
}

boost::json::value ApiKeyStore::create(const Caller& actor, const NewApiKey& key, const std::string& hash) {
    return changeAccess(m_database, m_copies, q::create_api_key, actor.userId, actor.remote, key.name,
                        storage::arrayLiteral(key.scopes), hash, key.expiresAt.text());
}

boost::json::value ApiKeyStore::revoke(const Caller& actor, const std::string& id) {
    return changeAccess(m_database, m_copies, q::revoke_api_key, actor.userId, actor.remote, id);
}

} // namespace labwarden::identity

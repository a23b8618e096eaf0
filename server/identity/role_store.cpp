// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/role_store.h"

#include "common/json/domain.h"
#include "server/identity/access_change.h"
#include "server/storage/json_rows.h"
#include "sql/queries/identity.h"

namespace labwarden::identity {

namespace q = queries::identity;
namespace json = boost::json;

std::vector<Role> RoleStore::list() {
    std::vector<Role> roles;
    for (const auto& row : m_database.acquire()->run(q::list_roles))
        roles.push_back(storage::fromJson<Role>(row["role"]));
    return roles;
}

json::value RoleStore::create(const Caller& actor, const RoleEdit& role) {
    return changeAccess(m_database, m_copies, q::create_role, actor.userId, actor.remote, role.name,
                        role.description, storage::arrayLiteral(role.permissions));
}

json::value RoleStore::update(const Caller& actor, const std::string& id, std::int64_t version,
                              const RoleEdit& role) {
    return changeAccess(m_database, m_copies, q::update_role, actor.userId, actor.remote, id, version,
                        role.name, role.description, storage::arrayLiteral(role.permissions));
}

json::value RoleStore::remove(const Caller& actor, const std::string& id, std::int64_t version) {
    return changeAccess(m_database, m_copies, q::delete_role, actor.userId, actor.remote, id, version);
}

} // namespace labwarden::identity

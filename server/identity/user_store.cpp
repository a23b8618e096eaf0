// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/user_store.h"

#include "common/json/domain.h"
#include "server/identity/access_change.h"
#include "server/storage/json_rows.h"
#include "sql/queries/identity.h"

#include <boost/json/serialize.hpp>

namespace labwarden::identity {

namespace q = queries::identity;
namespace json = boost::json;

Page<User> UserStore::list(const PageRequest& request) {
    return storage::pageFrom<User>(m_database, q::list_users, request);
}

std::optional<User> UserStore::get(const std::string& id) {
    const auto rows = m_database.acquire()->run(q::get_user, id);
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<User>(rows[0]["person"]);
}

json::value UserStore::create(const Caller& actor, const NewUser& user, const std::string& passwordHash,
                              std::chrono::seconds passwordLife) {
    return changeAccess(m_database, m_copies, q::create_user, actor.userId, actor.remote, user.username,
                        user.displayName, user.email, storage::arrayLiteral(user.roles), passwordHash,
                        passwordLife.count());
}

json::value UserStore::change(const Caller& actor, const json::array& changes) {
    return changeAccess(m_database, m_copies, q::change_users, actor.userId, actor.remote,
                        json::serialize(changes));
}

json::value UserStore::resetPassword(const Caller& actor, const std::string& id,
                                     const std::string& passwordHash, std::chrono::seconds passwordLife) {
    return changeAccess(m_database, m_copies, q::reset_password, actor.userId, actor.remote, id, passwordHash,
                        passwordLife.count());
}

json::value UserStore::unlock(const Caller& actor, const std::string& id) {
    return changeAccess(m_database, m_copies, q::unlock_user, actor.userId, actor.remote, id);
}

json::value UserStore::updateProfile(const Caller& actor, std::int64_t version, const ProfileEdit& profile) {
    return changeAccess(m_database, m_copies, q::update_profile, actor.userId, actor.remote, version,
                        profile.displayName, profile.email);
}

} // namespace labwarden::identity

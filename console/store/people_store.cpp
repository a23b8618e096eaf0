// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/people_store.h"

#include <boost/describe/operators.hpp>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

template<class T>
auto withId(T& items, const std::string& id) {
    return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
}

bool isSame(const User& a, const User& b) {
    using boost::describe::operators::operator==;
    return a == b;
}

} // namespace

PeopleStore::PeopleStore(QObject* parent) : QObject(parent) {
    m_batch.setSingleShot(true);
    m_batch.setInterval(0);
    connect(&m_batch, &QTimer::timeout, this, &PeopleStore::report);
}

// --- reading ---

const User* PeopleStore::user(const std::string& id) const {
    const auto at = m_users.find(id);
    return at == m_users.end() ? nullptr : &at->second;
}

const Role* PeopleStore::role(const std::string& id) const {
    const auto at = withId(m_roles, id);
    return at == m_roles.end() ? nullptr : &*at;
}

const Role* PeopleStore::roleByName(std::string_view name) const {
    const auto at =
        std::find_if(m_roles.begin(), m_roles.end(), [&](const Role& role) { return role.name == name; });
    return at == m_roles.end() ? nullptr : &*at;
}

std::set<std::string> PeopleStore::allowedBy(const std::vector<std::string>& roleNames) const {
    std::set<std::string> allowed;
    for (const auto& name : roleNames)
        if (const auto* role = roleByName(name))
            allowed.insert(role->permissions.begin(), role->permissions.end());
    return allowed;
}

int PeopleStore::holdersOf(std::string_view roleName) const {
    return static_cast<int>(std::count_if(m_users.begin(), m_users.end(), [&](const auto& user) {
        const auto& roles = user.second.roles;
        return std::find(roles.begin(), roles.end(), roleName) != roles.end();
    }));
}

// --- changing ---

bool PeopleStore::isBuried(const User& user) const {
    const auto at = m_tombstones.find(user.id);
    return at != m_tombstones.end() && at->second >= user.version;
}

void PeopleStore::replaceUsers(std::vector<User> users) {
    std::unordered_map<std::string, User> fresh;
    fresh.reserve(users.size());
    for (auto& user : users) {
        if (isBuried(user))
            continue;
        const auto* known = this->user(user.id);
        auto id = user.id;
        if (known && known->version > user.version) {
            fresh.emplace(std::move(id), *known);
            continue;
        }
        if (!known || !isSame(*known, user))
            m_changedUsers.insert(id);
        fresh.emplace(std::move(id), std::move(user));
    }
    for (const auto& [id, user] : m_users)
        if (!fresh.contains(id))
            m_changedUsers.insert(id);
    m_users = std::move(fresh);
    if (m_usersLoaded) {
        schedule();
        return;
    }
    m_usersLoaded = true;
    m_changedUsers.clear();
    Q_EMIT reset();
}

void PeopleStore::mergeUsers(std::vector<User> users) {
    for (auto& user : users) {
        const auto* known = this->user(user.id);
        if (isBuried(user) || (known && known->version > user.version))
            continue;
        note(user.id);
        auto id = user.id;
        m_users.insert_or_assign(std::move(id), std::move(user));
    }
}

void PeopleStore::removeUser(const std::string& userId, std::int64_t version) {
    const std::string id = userId; // what is given may be the id in the very user that goes
    auto& buried = m_tombstones[id];
    buried = std::max(buried, version);
    if (m_users.erase(id) > 0)
        note(id);
}

void PeopleStore::replaceRoles(std::vector<Role> roles) {
    for (auto& role : roles)
        if (const auto* known = this->role(role.id); known && known->version > role.version)
            role = *known;
    std::stable_partition(roles.begin(), roles.end(), [](const Role& role) { return role.builtIn; });
    m_roles = std::move(roles);
    m_rolesLoaded = true;
    m_changes.roles = true;
    schedule();
}

void PeopleStore::mergeRole(Role role) {
    const auto at = withId(m_roles, role.id);
    if (at == m_roles.end())
        m_roles.push_back(std::move(role));
    else if (at->version <= role.version)
        *at = std::move(role);
    m_changes.roles = true;
    schedule();
}

void PeopleStore::removeRole(const std::string& roleId) {
    const std::string id = roleId;
    std::erase_if(m_roles, [&](const Role& role) { return role.id == id; });
    m_changes.roles = true;
    schedule();
}

void PeopleStore::replacePermissions(std::vector<Permission> permissions) {
    m_permissions = std::move(permissions);
    m_changes.permissions = true;
    schedule();
}

void PeopleStore::replaceApiKeys(std::vector<ApiKey> keys) {
    m_apiKeys = std::move(keys);
    m_apiKeysLoaded = true;
    m_changes.apiKeys = true;
    schedule();
}

void PeopleStore::mergeApiKey(ApiKey key) {
    const auto at = withId(m_apiKeys, key.id);
    if (at == m_apiKeys.end())
        m_apiKeys.push_back(std::move(key));
    else
        *at = std::move(key);
    m_changes.apiKeys = true;
    schedule();
}

void PeopleStore::clear() {
    m_users.clear();
    m_tombstones.clear();
    m_roles.clear();
    m_permissions.clear();
    m_apiKeys.clear();
    m_usersLoaded = m_rolesLoaded = m_apiKeysLoaded = false;
    m_changedUsers.clear();
    m_changes = {};
    m_batch.stop();
    Q_EMIT reset();
}

void PeopleStore::note(const std::string& userId) {
    m_changedUsers.insert(userId);
    schedule();
}

void PeopleStore::schedule() {
    if (!m_batch.isActive())
        m_batch.start();
}

void PeopleStore::report() {
    auto changes = std::exchange(m_changes, {});
    changes.users.assign(m_changedUsers.begin(), m_changedUsers.end());
    m_changedUsers.clear();
    if (!changes.empty())
        Q_EMIT changed(changes);
}

} // namespace labwarden::console

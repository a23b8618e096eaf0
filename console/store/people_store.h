// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"

#include <QObject>
#include <QTimer>

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace labwarden::console {

/// What has changed since the last such report. A user that the store no longer knows has been removed.
struct PeopleChanges {
    std::vector<std::string> users; ///< ids, each once, in no order
    bool roles = false;
    bool permissions = false;
    bool apiKeys = false;
    bool empty() const { return users.empty() && !roles && !permissions && !apiKeys; }
};

/// People, roles, permissions and API keys as the console knows them: plain structs, changed by what the
/// server has answered only (PeopleSync, and whoever writes). The higher version of a user or role wins, so
/// the order of answers does not matter. Empty for those who may not see them. GUI thread only.
///
/// References and pointers handed out stay good until control returns to the event loop.
class PeopleStore : public QObject {
    Q_OBJECT
public:
    explicit PeopleStore(QObject* parent = nullptr);

    // --- reading ---
    /// False until all of them have arrived once: nobody at all and not loaded yet look different.
    bool usersLoaded() const { return m_usersLoaded; }
    bool rolesLoaded() const { return m_rolesLoaded; }
    bool apiKeysLoaded() const { return m_apiKeysLoaded; }
    /// By id, in no order.
    const std::unordered_map<std::string, User>& users() const { return m_users; }
    const User* user(const std::string& id) const;
    /// Built-in ones first, in the server's order.
    const std::vector<Role>& roles() const { return m_roles; }
    const Role* role(const std::string& id) const;
    const Role* roleByName(std::string_view name) const;
    /// In the order in which people are shown them: by area, reading first.
    const std::vector<Permission>& permissions() const { return m_permissions; }
    const std::vector<ApiKey>& apiKeys() const { return m_apiKeys; }
    /// Everything that these roles (names) allow together. A role that is not known allows nothing.
    std::set<std::string> allowedBy(const std::vector<std::string>& roleNames) const;
    /// How many have the role, disabled ones too; up to date before the role's own `userCount` is.
    int holdersOf(std::string_view roleName) const;

    // --- changing: called with what the server has answered ---
    void replaceUsers(std::vector<User> users);
    void mergeUsers(std::vector<User> users);
    /// An older state of a removed user that comes late does not bring them back.
    void removeUser(const std::string& id, std::int64_t version);
    void replaceRoles(std::vector<Role> roles);
    void mergeRole(Role role);
    void removeRole(const std::string& id);
    void replacePermissions(std::vector<Permission> permissions);
    void replaceApiKeys(std::vector<ApiKey> keys);
    void mergeApiKey(ApiKey key);
    /// Forgets everything and everybody; emits reset().
    void clear();

Q_SIGNALS:
    /// Once for all that has happened before control returned to the event loop.
    void changed(const labwarden::console::PeopleChanges& changes);
    /// Everything is different: read anew.
    void reset();

private:
    bool isBuried(const User& user) const;
    void note(const std::string& userId);
    void schedule();
    void report();

    std::unordered_map<std::string, User> m_users;
    std::unordered_map<std::string, std::int64_t> m_tombstones; ///< removed user -> version of the removal
    std::vector<Role> m_roles;
    std::vector<Permission> m_permissions;
    std::vector<ApiKey> m_apiKeys;
    bool m_usersLoaded = false;
    bool m_rolesLoaded = false;
    bool m_apiKeysLoaded = false;
    std::unordered_set<std::string> m_changedUsers;
    PeopleChanges m_changes; ///< but for the users
    QTimer m_batch;
};

} // namespace labwarden::console

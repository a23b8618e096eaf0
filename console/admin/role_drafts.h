// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/role_change.h"

#include <map>
#include <optional>

namespace labwarden::console {

/// One line of what is different about a role between two admins.
struct RoleDifference {
    QString what; ///< "Name", "runs:start"
    QString was, theirs, mine;
};

/// Somebody else has changed, or deleted, a role that is being edited here.
struct RoleConflict {
    Role base;                  ///< as it was when editing began
    std::optional<Role> theirs; ///< as it is now; nothing: deleted
    PermissionSet mine;

    /// What they or I have changed, in the order of `order`; permissions on which nobody differs are left
    /// out.
    std::vector<RoleDifference> differences(const std::vector<Permission>& order) const;
};

/// The edits of roles that are not saved yet: for each its permissions, and the state they began from. A
/// plain value.
class RoleDrafts {
public:
    bool empty() const { return m_drafts.empty(); }
    bool has(const std::string& roleId) const { return m_drafts.contains(roleId); }
    /// Ids, in no meaningful order.
    std::vector<std::string> roleIds() const;

    /// `role` as the server has it: what is not edited here is as it is there.
    bool allows(const Role& role, const std::string& permission) const;
    /// Whether that is different from what the server has.
    bool changes(const Role& role, const std::string& permission) const;
    /// Gives or takes; a draft that comes back to what the server has is none any more.
    void set(const Role& role, const std::string& permission, bool allowed);
    void discard(const std::string& roleId) { m_drafts.erase(roleId); }
    void clear() { m_drafts.clear(); }

    /// What is to be sent for the role, with the version it began from.
    struct Save {
        RoleEdit edit;
        std::int64_t version = 0;
    };
    std::optional<Save> saveOf(const std::string& roleId, const std::vector<Permission>& order) const;

    /// The roles as they would be, with what somebody else has meanwhile changed of them.
    std::vector<Role> applied(std::vector<Role> roles) const;

    /// Compares with what the server has now. A newer version of the same content, and one that comes to just
    /// what the draft wants, is taken over quietly; everything else comes back as conflict.
    std::vector<RoleConflict> refresh(const std::vector<Role>& now);
    /// Puts my changes of a role upon their version: what only they have changed stays theirs.
    void rebase(const Role& theirs);

private:
    struct Draft {
        Role base;
        PermissionSet permissions;
    };
    std::map<std::string, Draft> m_drafts; ///< by role id
};

} // namespace labwarden::console

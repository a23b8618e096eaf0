// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_drafts.h"

#include <QCoreApplication>

#include <algorithm>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("RoleDrafts", text);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}

PermissionSet setOf(const Role& role) {
    return {role.permissions.begin(), role.permissions.end()};
}

/// What `mine` has changed of `base`, done to `role`.
PermissionSet upon(const Role& role, const Role& base, const PermissionSet& mine) {
    const auto was = setOf(base);
    auto merged = setOf(role);
    for (const auto& permission : mine)
        if (!was.contains(permission))
            merged.insert(permission);
    for (const auto& permission : was)
        if (!mine.contains(permission))
            merged.erase(permission);
    return merged;
}

QString allowedWord(bool allowed) {
    return allowed ? tr("allowed") : tr("not allowed");
}

/// Known permissions in their order, then the others of `all` by name.
std::vector<std::string> ordered(PermissionSet all, const std::vector<Permission>& order) {
    std::vector<std::string> result;
    for (const auto& permission : order)
        if (all.erase(permission.name))
            result.push_back(permission.name);
    result.insert(result.end(), all.begin(), all.end());
    return result;
}

} // namespace

std::vector<RoleDifference> RoleConflict::differences(const std::vector<Permission>& order) const {
    std::vector<RoleDifference> lines;
    const auto text = [&](const QString& what, const std::string& was, const std::string& now) {
        if (theirs && was != now)
            lines.push_back({what, q(was), q(now), q(was)});
    };
    if (theirs) {
        text(tr("Name"), base.name, theirs->name);
        text(tr("Description"), base.description, theirs->description);
    }
    const auto was = setOf(base);
    const auto now = theirs ? setOf(*theirs) : PermissionSet();
    PermissionSet all = was;
    all.insert(now.begin(), now.end());
    all.insert(mine.begin(), mine.end());
    for (const auto& permission : ordered(std::move(all), order)) {
        const bool before = was.contains(permission);
        const bool hers = theirs ? now.contains(permission) : before;
        if (before != hers || before != mine.contains(permission))
            lines.push_back({q(permission), allowedWord(before), theirs ? allowedWord(hers) : tr("deleted"),
                             allowedWord(mine.contains(permission))});
    }
    return lines;
}

std::vector<std::string> RoleDrafts::roleIds() const {
    std::vector<std::string> ids;
    for (const auto& [id, draft] : m_drafts)
        ids.push_back(id);
    return ids;
}

bool RoleDrafts::allows(const Role& role, const std::string& permission) const {
    const bool stored = setOf(role).contains(permission);
    const auto draft = m_drafts.find(role.id);
    if (draft == m_drafts.end())
        return stored;
    const bool wanted = draft->second.permissions.contains(permission);
    return wanted != setOf(draft->second.base).contains(permission) ? wanted : stored;
}

bool RoleDrafts::changes(const Role& role, const std::string& permission) const {
    return allows(role, permission) != setOf(role).contains(permission);
}

void RoleDrafts::set(const Role& role, const std::string& permission, bool allowed) {
    auto& draft = m_drafts.try_emplace(role.id, Draft{role, setOf(role)}).first->second;
    if (allowed)
        draft.permissions.insert(permission);
    else
        draft.permissions.erase(permission);
    if (draft.permissions == setOf(draft.base))
        m_drafts.erase(role.id);
}

std::optional<RoleDrafts::Save> RoleDrafts::saveOf(const std::string& roleId,
                                                   const std::vector<Permission>& order) const {
    const auto draft = m_drafts.find(roleId);
    if (draft == m_drafts.end())
        return std::nullopt;
    const auto& [base, permissions] = draft->second;
    return Save{{base.name, base.description, ordered(permissions, order)}, base.version};
}

std::vector<Role> RoleDrafts::applied(std::vector<Role> roles) const {
    for (auto& role : roles)
        if (const auto draft = m_drafts.find(role.id); draft != m_drafts.end()) {
            const auto merged = upon(role, draft->second.base, draft->second.permissions);
            role.permissions.assign(merged.begin(), merged.end());
        }
    return roles;
}

std::vector<RoleConflict> RoleDrafts::refresh(const std::vector<Role>& now) {
    std::vector<RoleConflict> conflicts;
    for (auto at = m_drafts.begin(); at != m_drafts.end();) {
        auto& [base, permissions] = at->second;
        const auto role = std::find_if(now.begin(), now.end(),
                                       [&](const Role& candidate) { return candidate.id == at->first; });
        if (role == now.end()) {
            conflicts.push_back({base, std::nullopt, permissions});
        } else if (setOf(*role) == permissions) {
            at = m_drafts.erase(at); // there is nothing left to save
            continue;
        } else if (setOf(*role) == setOf(base)) {
            base = *role; // a new name, other people: nothing that is edited here
        } else if (role->version != base.version) {
            conflicts.push_back({base, *role, permissions});
        }
        ++at;
    }
    return conflicts;
}

void RoleDrafts::rebase(const Role& theirs) {
    const auto at = m_drafts.find(theirs.id);
    if (at == m_drafts.end())
        return;
    auto& draft = at->second;
    auto merged = upon(theirs, draft.base, draft.permissions);
    draft = {theirs, std::move(merged)};
    if (draft.permissions == setOf(theirs))
        m_drafts.erase(at);
}

} // namespace labwarden::console

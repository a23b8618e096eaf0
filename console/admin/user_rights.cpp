// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_rights.h"

#include "console/admin/user_words.h"

#include <QCoreApplication>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("UserRights", text);
}

/// Of `permissions` those that the signed-in person does not hold.
template<class Names>
std::set<std::string> lackedOf(const Names& permissions, const LabStore& lab) {
    std::set<std::string> lacked;
    for (const auto& permission : permissions)
        if (!lab.may(permission))
            lacked.insert(permission);
    return lacked;
}

bool isSelf(const User& user, const LabStore& lab) {
    return lab.session() && lab.session()->user.id == user.id;
}

} // namespace

Right mayWrite(const LabStore& lab) {
    return lab.may("users:write") ? Right{} : Right{tr("You may see people, but not change them.")};
}

UserRights rightsOver(const User& user, const LabStore& lab, const PeopleStore& people) {
    const Right write = mayWrite(lab);
    if (!write)
        return {write, write, write, write, write};
    if (const auto lacked = lackedOf(people.allowedBy(user.roles), lab); !lacked.empty()) {
        const Right more{tr("%1 may do more than you: %2. Only somebody who may do all that can change them.")
                             .arg(nameOf(user), joined(lacked))};
        return {more, more, more, more, more};
    }
    if (isSelf(user, lab))
        return {{},
                {tr("Nobody disables themselves. Another admin can.")},
                {tr("Nobody deletes themselves. Another admin can.")},
                {tr("Change your own password under your name, at the lower left.")},
                {}};
    return {};
}

UserRights rightsOver(const std::vector<User>& users, const LabStore& lab, const PeopleStore& people) {
    UserRights all;
    const auto keepFirst = [](Right& sum, const Right& one) {
        if (sum)
            sum = one;
    };
    for (const auto& user : users) {
        const auto one = rightsOver(user, lab, people);
        keepFirst(all.edit, one.edit);
        keepFirst(all.disable, one.disable);
        keepFirst(all.remove, one.remove);
        keepFirst(all.resetPassword, one.resetPassword);
        keepFirst(all.attend, one.attend);
    }
    if (users.size() > 1 && all.edit && !all.disable)
        all.disable = {tr("You are among those chosen, and nobody disables themselves.")};
    return all;
}

Right mayGive(const Role& role, const LabStore& lab) {
    if (const Right write = mayWrite(lab); !write)
        return write;
    const auto lacked = lackedOf(role.permissions, lab);
    if (lacked.empty())
        return {};
    return {tr("You may not do all of this yourself, so you can neither give nor take it: %1.")
                .arg(joined(lacked))};
}

} // namespace labwarden::console

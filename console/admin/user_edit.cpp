// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_edit.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace labwarden::console {
namespace {

std::string tr(const char* text) {
    return QCoreApplication::translate("UserEdit", text).toStdString();
}

std::set<std::string> asSet(const std::vector<std::string>& roles) {
    return {roles.begin(), roles.end()};
}

bool has(const UserEdit& edit, const std::string& role) {
    return std::find(edit.roles.begin(), edit.roles.end(), role) != edit.roles.end();
}

void give(UserEdit& edit, const std::string& role, bool given) {
    std::erase(edit.roles, role);
    if (given)
        edit.roles.push_back(role);
}

} // namespace

UserEdit editOf(const User& user) {
    return {user.displayName, user.email, user.roles, user.disabled};
}

bool isSame(const UserEdit& a, const UserEdit& b) {
    return a.displayName == b.displayName && a.email == b.email && a.disabled == b.disabled &&
           asSet(a.roles) == asSet(b.roles);
}

std::vector<FieldDifference> differences(const UserEdit& base, const UserEdit& mine, const UserEdit& theirs) {
    using Field = FieldDifference::Field;
    std::vector<FieldDifference> found;
    const auto compare = [&](Field field, std::string caption, const std::string& was, const std::string& my,
                             const std::string& their, std::string role = {}) {
        if (my != their)
            found.push_back(
                {{std::move(caption), was, my, their, my != was, their != was}, field, std::move(role)});
    };
    const auto access = [](const UserEdit& edit) { return tr(edit.disabled ? "disabled" : "enabled"); };
    const auto holding = [](const UserEdit& edit, const std::string& role) {
        return tr(has(edit, role) ? "given" : "not given");
    };
    compare(Field::displayName, tr("Name"), base.displayName, mine.displayName, theirs.displayName);
    compare(Field::email, tr("Mail"), base.email, mine.email, theirs.email);
    auto roles = asSet(mine.roles);
    roles.insert(theirs.roles.begin(), theirs.roles.end());
    for (const auto& role : roles)
        compare(Field::role,
                QCoreApplication::translate("UserEdit", "Role %1")
                    .arg(QString::fromStdString(role))
                    .toStdString(),
                holding(base, role), holding(mine, role), holding(theirs, role), role);
    compare(Field::disabled, tr("Account"), access(base), access(mine), access(theirs));
    return found;
}

UserEdit merged(const UserEdit& mine, const UserEdit& theirs, const std::vector<FieldDifference>& differences,
                const std::vector<Side>& sides) {
    using Field = FieldDifference::Field;
    UserEdit result = theirs;
    for (std::size_t i = 0; i < differences.size() && i < sides.size(); ++i) {
        if (sides[i] != Side::mine)
            continue;
        const auto& difference = differences[i];
        switch (difference.field) {
        case Field::displayName:
            result.displayName = mine.displayName;
            break;
        case Field::email:
            result.email = mine.email;
            break;
        case Field::disabled:
            result.disabled = mine.disabled;
            break;
        case Field::role:
            give(result, difference.role, has(mine, difference.role));
            break;
        }
    }
    return result;
}

QString changedFields(const UserEdit& before, const UserEdit& after) {
    QStringList fields;
    const auto add = [&](bool differs, const char* word) {
        if (differs)
            fields << QString::fromStdString(tr(word));
    };
    add(before.displayName != after.displayName, "name");
    add(before.email != after.email, "mail");
    add(asSet(before.roles) != asSet(after.roles), "roles");
    add(before.disabled != after.disabled, "access");
    return fields.join(QLatin1String(", "));
}

} // namespace labwarden::console

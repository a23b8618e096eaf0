// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_change.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>

namespace labwarden::console {
namespace {

using Kind = PermissionEffect::Kind;

QString tr(const char* text) {
    return QCoreApplication::translate("RoleChange", text);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}
QString nameOf(const User& user) {
    return q(user.displayName.empty() ? user.username : user.displayName);
}

PermissionSet permissionsOf(const Role& role) {
    return {role.permissions.begin(), role.permissions.end()};
}

/// The roles before and after by id, each as a set.
struct RoleSets {
    PermissionSet before, after;
};

/// What one person has through all roles, before and after, and what their roles gain and lose.
struct Balance {
    PermissionSet before, after, given, taken;

    void add(const RoleSets& role) {
        before.insert(role.before.begin(), role.before.end());
        after.insert(role.after.begin(), role.after.end());
        std::set_difference(role.after.begin(), role.after.end(), role.before.begin(), role.before.end(),
                            std::inserter(given, given.end()));
        std::set_difference(role.before.begin(), role.before.end(), role.after.begin(), role.after.end(),
                            std::inserter(taken, taken.end()));
    }
    std::map<std::string, Kind> effects() const {
        std::map<std::string, Kind> found;
        for (const auto& permission : given)
            found[permission] = before.contains(permission) ? Kind::had : Kind::gain;
        for (const auto& permission : taken)
            found[permission] = after.contains(permission) ? Kind::keep : Kind::lose;
        return found;
    }
};

} // namespace

std::vector<PermissionEffect> effectsOf(const std::vector<Role>& before, const std::vector<Role>& after,
                                        const std::vector<User>& users,
                                        const std::vector<Permission>& order) {
    std::map<std::string, RoleSets> byName;
    for (const auto& role : before) {
        const auto now = std::find_if(after.begin(), after.end(),
                                      [&](const Role& candidate) { return candidate.id == role.id; });
        byName[role.name] = {permissionsOf(role), now == after.end() ? PermissionSet() : permissionsOf(*now)};
    }

    std::map<std::pair<Kind, std::string>, std::vector<User>> found;
    for (const auto& user : users) {
        Balance balance;
        for (const auto& name : user.roles)
            if (const auto role = byName.find(name); role != byName.end())
                balance.add(role->second);
        for (const auto& [permission, kind] : balance.effects())
            found[{kind, permission}].push_back(user);
    }

    std::vector<PermissionEffect> effects;
    for (auto& [key, people] : found) {
        std::sort(people.begin(), people.end(), [](const User& a, const User& b) {
            const int byShown = nameOf(a).localeAwareCompare(nameOf(b));
            return byShown != 0 ? byShown < 0 : a.username < b.username;
        });
        effects.push_back({key.first, key.second, std::move(people)});
    }
    const auto place = [&](const std::string& permission) {
        return std::find_if(order.begin(), order.end(),
                            [&](const Permission& p) { return p.name == permission; }) -
               order.begin();
    };
    std::stable_sort(
        effects.begin(), effects.end(), [&](const PermissionEffect& a, const PermissionEffect& b) {
            return a.kind != b.kind ? a.kind < b.kind : place(a.permission) < place(b.permission);
        });
    return effects;
}

QString effectText(const PermissionEffect& effect) {
    const auto count = effect.people.size();
    const bool one = count == 1;
    QString text;
    switch (effect.kind) {
    case Kind::gain:
        text = one ? tr("1 person gains %1") : tr("%2 people gain %1");
        break;
    case Kind::lose:
        text = one ? tr("1 person loses %1") : tr("%2 people lose %1");
        break;
    case Kind::keep:
        text =
            one ? tr("1 person keeps %1 through another role") : tr("%2 people keep %1 through another role");
        break;
    case Kind::had:
        text = one ? tr("1 person has %1 already") : tr("%2 people have %1 already");
        break;
    }
    text = text.arg(q(effect.permission));
    if (!one)
        text = text.arg(count);
    const auto disabled = std::count_if(effect.people.begin(), effect.people.end(),
                                        [](const User& user) { return user.disabled; });
    if (disabled == 0)
        return text;
    return text + (one ? tr(" (disabled)") : tr(" (%1 of them disabled)").arg(disabled));
}

QString whoText(const std::vector<User>& people) {
    QStringList names;
    for (const auto& user : people) {
        QStringList aside;
        if (!user.displayName.empty() && user.displayName != user.username)
            aside << q(user.username);
        if (user.disabled)
            aside << tr("disabled");
        names << (aside.isEmpty()
                      ? nameOf(user)
                      : QStringLiteral("%1 (%2)").arg(nameOf(user), aside.join(QLatin1String(", "))));
    }
    return names.join(QLatin1String(", "));
}

std::string lackingPermission(const std::vector<std::string>& needed, const PermissionSet& own) {
    const auto lacking = std::find_if(needed.begin(), needed.end(), [&](const std::string& permission) {
        return !own.contains(permission);
    });
    return lacking == needed.end() ? std::string() : *lacking;
}

std::string areaOf(const std::string& permission) {
    return permission.substr(0, permission.find(':'));
}

QString areaWord(const std::string& area) {
    static const std::map<std::string, const char*, std::less<>> words{
        {"devices", QT_TRANSLATE_NOOP("RoleChange", "Devices")},
        {"testcases", QT_TRANSLATE_NOOP("RoleChange", "Test cases")},
        {"environments", QT_TRANSLATE_NOOP("RoleChange", "Environments")},
        {"runs", QT_TRANSLATE_NOOP("RoleChange", "Test runs")},
        {"users", QT_TRANSLATE_NOOP("RoleChange", "Users")},
        {"roles", QT_TRANSLATE_NOOP("RoleChange", "Roles")},
        {"apikeys", QT_TRANSLATE_NOOP("RoleChange", "API keys")},
        {"audit", QT_TRANSLATE_NOOP("RoleChange", "Audit log")},
    };
    if (const auto word = words.find(area); word != words.end())
        return tr(word->second);
    QString text = q(area);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace labwarden::console

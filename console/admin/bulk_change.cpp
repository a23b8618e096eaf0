// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/bulk_change.h"

#include "console/admin/user_edit.h"
#include "console/admin/user_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace labwarden::console {
namespace {

using Kind = BulkWish::Kind;

QString tr(const char* text) {
    return QCoreApplication::translate("BulkChange", text);
}

bool isAlike(const BulkWish& wish, const User& user) {
    const bool hasRole = std::find(user.roles.begin(), user.roles.end(), wish.role) != user.roles.end();
    switch (wish.kind) {
    case Kind::disable:
        return user.disabled;
    case Kind::enable:
        return !user.disabled;
    case Kind::addRole:
        return hasRole;
    case Kind::removeRole:
        return !hasRole;
    }
    return true;
}

UserBulk requestOf(const BulkWish& wish, const std::vector<User>& users) {
    UserBulk request;
    for (const auto& user : users)
        request.users.push_back({user.id, user.version});
    if (wish.kind == Kind::disable || wish.kind == Kind::enable)
        request.disabled = wish.kind == Kind::disable;
    else
        (wish.kind == Kind::addRole ? request.addRoles : request.removeRoles).push_back(wish.role);
    return request;
}

BulkWish opposite(BulkWish wish) {
    switch (wish.kind) {
    case Kind::disable:
        wish.kind = Kind::enable;
        break;
    case Kind::enable:
        wish.kind = Kind::disable;
        break;
    case Kind::addRole:
        wish.kind = Kind::removeRole;
        break;
    case Kind::removeRole:
        wish.kind = Kind::addRole;
        break;
    }
    return wish;
}

QString people(std::size_t count) {
    return count == 1 ? tr("1 person") : tr("%1 people").arg(count);
}

} // namespace

UserBulk BulkPlan::request() const {
    return requestOf(wish, changing);
}

BulkPlan planOf(const BulkWish& wish, const std::vector<User>& chosen) {
    BulkPlan plan{wish, {}, 0};
    for (const auto& user : chosen)
        if (isAlike(wish, user))
            ++plan.alike;
        else
            plan.changing.push_back(user);
    return plan;
}

UserBulk undoOf(const BulkWish& wish, const std::vector<User>& answered) {
    return requestOf(opposite(wish), answered);
}

BulkWords questionOf(const BulkPlan& plan) {
    const QString who = people(plan.changing.size());
    const QString role = QString::fromStdString(plan.wish.role);
    BulkWords words;
    switch (plan.wish.kind) {
    case Kind::disable:
        words = {tr("Disable %1?").arg(who),
                 tr("They cannot sign in any more, and their sessions end at once."), tr("Disable"), true};
        break;
    case Kind::enable:
        words = {tr("Enable %1?").arg(who), tr("They can sign in again with the password they had."),
                 tr("Enable"), false};
        break;
    case Kind::addRole:
        words = {tr("Give %1 the role “%2”?").arg(who, role), tr("What it allows they may do at once."),
                 tr("Give role"), false};
        break;
    case Kind::removeRole:
        words = {tr("Take the role “%2” from %1?").arg(who, role),
                 tr("What it alone allows them they may no longer do, from this moment."), tr("Take role"),
                 true};
        break;
    }
    words.text = namesText(plan.changing) + QStringLiteral(".\n") + words.text;
    if (plan.alike > 0)
        words.text += QLatin1Char('\n') +
                      (plan.alike == 1 ? tr("For 1 of those chosen nothing changes.")
                                       : tr("For %1 of those chosen nothing changes.").arg(plan.alike));
    words.text += QLatin1Char('\n') + tr("It is done for all of them, or for none.");
    if (plan.changing.size() == 1)
        words.text.truncate(words.text.lastIndexOf(QLatin1Char('\n')));
    return words;
}

QString doneWords(const BulkPlan& plan) {
    const QString who =
        plan.changing.size() == 1 ? nameOf(plan.changing.front()) : people(plan.changing.size());
    const QString role = QString::fromStdString(plan.wish.role);
    switch (plan.wish.kind) {
    case Kind::disable:
        return tr("Disabled: %1.").arg(who);
    case Kind::enable:
        return tr("Enabled: %1.").arg(who);
    case Kind::addRole:
        return tr("Role “%2” given to %1.").arg(who, role);
    case Kind::removeRole:
        return tr("Role “%2” taken from %1.").arg(who, role);
    }
    return {};
}

QString underWayWords(const BulkPlan& plan) {
    const QString who = people(plan.changing.size());
    const QString role = QString::fromStdString(plan.wish.role);
    switch (plan.wish.kind) {
    case Kind::disable:
        return tr("Disabling %1…").arg(who);
    case Kind::enable:
        return tr("Enabling %1…").arg(who);
    case Kind::addRole:
        return tr("Giving the role “%1” to %2…").arg(role, who);
    case Kind::removeRole:
        return tr("Taking the role “%1” from %2…").arg(role, who);
    }
    return {};
}

QString undoingWords(int count) {
    return tr("Undoing it for %1…").arg(people(static_cast<std::size_t>(count)));
}

std::vector<UserConflict> changedMeanwhile(const std::vector<User>& asked,
                                           const std::unordered_map<std::string, User>& now) {
    std::vector<UserConflict> changed;
    for (const auto& user : asked) {
        const auto at = now.find(user.id);
        if (at == now.end()) {
            changed.push_back({user.id, user.username, tr("Somebody else has deleted this user meanwhile.")});
        } else if (at->second.version != user.version) {
            const QString fields = changedFields(editOf(user), editOf(at->second));
            changed.push_back({user.id, user.username,
                               fields.isEmpty()
                                   ? tr("Somebody else has changed this user meanwhile: password or lock.")
                                   : tr("Somebody else has changed this user meanwhile: %1.").arg(fields)});
        }
    }
    return changed;
}

QString nothingToDoWords(const BulkPlan& plan) {
    const QString role = QString::fromStdString(plan.wish.role);
    switch (plan.wish.kind) {
    case Kind::disable:
        return tr("Nothing to do: everybody chosen is disabled already.");
    case Kind::enable:
        return tr("Nothing to do: everybody chosen is enabled.");
    case Kind::addRole:
        return tr("Nothing to do: everybody chosen has the role “%1”.").arg(role);
    case Kind::removeRole:
        return tr("Nothing to do: nobody chosen has the role “%1”.").arg(role);
    }
    return {};
}

} // namespace labwarden::console

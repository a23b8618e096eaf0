// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_table_model.h"

#include <algorithm>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QStringList rolesOf(const User& user) {
    QStringList roles;
    for (const auto& role : user.roles)
        roles << q(role);
    roles.sort(Qt::CaseInsensitive);
    return roles;
}

/// As the language does, and nobody looks for people by capitals.
int compare(const QString& a, const QString& b) {
    return a.toCaseFolded().localeAwareCompare(b.toCaseFolded());
}

int compareBy(int column, const User& a, const User& b) {
    switch (column) {
    case UserTableModel::Username:
        return compare(q(a.username), q(b.username));
    case UserTableModel::Mail:
        return compare(q(a.email), q(b.email));
    case UserTableModel::Roles:
        return compare(rolesOf(a).join(QLatin1Char(' ')), rolesOf(b).join(QLatin1Char(' ')));
    case UserTableModel::Status:
        return static_cast<int>(statusOf(a)) - static_cast<int>(statusOf(b));
    case UserTableModel::LastLogin: {
        const auto ms = [](const User& user) { return user.lastLoginAt ? user.lastLoginAt->ms : 0; };
        return ms(a) < ms(b) ? -1 : ms(a) > ms(b) ? 1 : 0;
    }
    default:
        return compare(nameOf(a), nameOf(b));
    }
}

} // namespace

// --- UserTableModel ---

UserTableModel::UserTableModel(const PeopleStore& people, const Clock& clock, QObject* parent)
    : TableModel(parent), m_people(people), m_clock(clock) {
    connect(&people, &PeopleStore::reset, this, &UserTableModel::rebuild);
    connect(&people, &PeopleStore::changed, this, &UserTableModel::apply);
    rebuild();
}

int UserTableModel::rowOf(const std::string& userId) const {
    const auto at =
        std::find_if(rows().begin(), rows().end(), [&](const User& user) { return user.id == userId; });
    return at == rows().end() ? -1 : static_cast<int>(at - rows().begin());
}

int UserTableModel::countOf(UserStatus status) const {
    return static_cast<int>(std::count_if(rows().begin(), rows().end(),
                                          [&](const User& user) { return statusOf(user) == status; }));
}

QString UserTableModel::heading(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Username:
        return tr("User name");
    case Mail:
        return tr("Mail");
    case Roles:
        return tr("Roles");
    case Status:
        return tr("Status");
    case LastLogin:
        return tr("Last log-in");
    default:
        return {};
    }
}

QVariant UserTableModel::cell(const User& user, int column, int role) const {
    if (role == Qt::ToolTipRole) {
        if (column == Roles)
            return rolesOf(user).join(QLatin1Char('\n'));
        if (column == Status)
            return meaningOf(statusOf(user));
        role = Qt::DisplayRole; // the whole of what may be cut off
    }
    if (role == Qt::AccessibleTextRole && column == Name)
        return QStringLiteral("%1, %2").arg(nameOf(user), lookOf(statusOf(user)).word);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (column) {
    case Name:
        return nameOf(user);
    case Username:
        return q(user.username);
    case Mail:
        return q(user.email);
    case Roles:
        return rolesOf(user);
    case Status:
        return lookOf(statusOf(user)).word;
    case LastLogin:
        return lastLoginText(user, m_clock.now());
    default:
        return {};
    }
}

void UserTableModel::rebuild() {
    std::vector<User> users;
    users.reserve(m_people.users().size());
    for (const auto& [id, user] : m_people.users())
        users.push_back(user);
    resetRows(std::move(users));
}

void UserTableModel::apply(const PeopleChanges& changes) {
    for (const auto& id : changes.users) {
        const auto* user = m_people.user(id);
        const int row = rowOf(id);
        if (user && row >= 0)
            replaceAt(row, *user);
        else if (user)
            insertAt(rowCount(), *user);
        else if (row >= 0)
            removeAt(row);
    }
}

// --- UserFilter ---

bool UserFilter::accepts(const User& user) const {
    if (status && statusOf(user) != *status)
        return false;
    if (text.isEmpty())
        return true;
    const QString hay =
        q(user.displayName) + QLatin1Char(' ') + q(user.username) + QLatin1Char(' ') + q(user.email);
    const auto words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return hay.contains(word, Qt::CaseInsensitive); });
}

// --- UserProxy ---

UserProxy::UserProxy(UserTableModel* users, QObject* parent) : QSortFilterProxyModel(parent), m_users(users) {
    setSourceModel(users);
}

void UserProxy::setFilter(const UserFilter& filter) {
    if (filter == m_filter)
        return;
    m_filter = filter;
    invalidateFilter();
}

bool UserProxy::filterAcceptsRow(int row, const QModelIndex&) const {
    return m_filter.accepts(m_users->at(row));
}

bool UserProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const User& a = m_users->at(left.row());
    const User& b = m_users->at(right.row());
    const int order = compareBy(left.column(), a, b);
    return order != 0 ? order < 0 : compare(q(a.username), q(b.username)) < 0; // never two ways of one list
}

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/user_words.h"
#include "console/api/clock.h"
#include "console/store/people_store.h"
#include "console/widgets/table_model.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace labwarden::console {

/// Everybody the people store knows, live, in no order; see UserProxy.
class UserTableModel : public widgets::TableModel<User> {
    Q_OBJECT
public:
    enum Column { Name, Username, Mail, Roles, Status, LastLogin, ColumnCount };

    UserTableModel(const PeopleStore& people, const Clock& clock, QObject* parent = nullptr);

    /// -1 when there is no such user.
    int rowOf(const std::string& userId) const;
    int countOf(UserStatus status) const;

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const User& user, int column, int role) const override;

private:
    void rebuild();
    void apply(const PeopleChanges& changes);

    const PeopleStore& m_people;
    const Clock& m_clock;
};

/// Which users are shown.
struct UserFilter {
    QString text;                     ///< words, each found in name, user name or mail
    std::optional<UserStatus> status; ///< nothing: any
    bool operator==(const UserFilter&) const = default;
    bool accepts(const User& user) const;
};

/// Filters the users and sorts them by any column, people before machines' byte order: as the language does.
class UserProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit UserProxy(UserTableModel* users, QObject* parent = nullptr);

    void setFilter(const UserFilter& filter);
    const User& at(const QModelIndex& index) const { return m_users->at(mapToSource(index).row()); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    UserTableModel* m_users;
    UserFilter m_filter;
};

} // namespace labwarden::console

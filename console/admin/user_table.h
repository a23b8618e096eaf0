// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/user_table_model.h"
#include "console/widgets/table.h"

#include <QTableView>

#include <string>
#include <vector>

class QSettings;

namespace labwarden::console {

/// The table of users: sorted by any column, many chosen by mouse or keyboard, its columns remembered. The
/// model is the caller's.
class UserTable : public QTableView {
    Q_OBJECT
public:
    UserTable(UserTableModel* users, QSettings& settings, QWidget* parent = nullptr);

    UserProxy* proxy() const { return m_proxy; }
    /// In the order of the table.
    std::vector<User> chosen() const;
    int chosenCount() const;
    /// Exactly these of them that are shown.
    void choose(const std::vector<std::string>& userIds);

Q_SIGNALS:
    void choiceChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();

    UserTableModel* m_users;
    UserProxy* m_proxy;
};

/// Name and the plain columns: names are read first, those of the disabled step back.
class UserCellDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// Icon and word of the status; only exceptions are coloured.
class UserStatusDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// A chip for each role; those that find no room are counted: "+2".
class RoleChipsDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace labwarden::console

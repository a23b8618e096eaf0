// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/bulk_change.h"
#include "console/admin/user_table_model.h"

#include <QPointer>
#include <QTimer>

#include <functional>

class QPushButton;
class QSplitter;
class QStackedWidget;

namespace labwarden::widgets {
class Chip;
class EmptyState;
class Notice;
class SearchField;
} // namespace labwarden::widgets

namespace labwarden::console {

class BulkBar;
class BulkSaving;
class UserEditor;
class UserTable;

/// Everybody who may sign in: found, sorted, changed one by one at the right or many at once.
class UsersPage : public QWidget {
    Q_OBJECT
public:
    explicit UsersPage(const AdminParts& parts, QWidget* parent = nullptr);

    /// What stands beside the title of the admin tab.
    QWidget* tools() const { return m_tools; }

private:
    void makeTools();
    QLayout* makeChips();
    QWidget* makeList();
    void connectParts();
    void applyFilter();
    void update();
    void updateChoice();
    void openUser(const std::string& userId);
    void openNew();
    void showEditor();
    void bulk(const BulkWish& wish);
    void refused(const ApiError& error);
    void showInTheWay(const std::vector<UserConflict>& conflicts, int asked);
    void say(const QString& words, const QString& detail, std::function<void()> undo = {});

    AdminParts m_parts;
    UserTableModel* m_model;
    QWidget* m_tools;
    widgets::SearchField* m_search;
    QPushButton* m_new;
    std::vector<std::pair<std::optional<UserStatus>, widgets::Chip*>> m_chips;
    widgets::Notice* m_notice;     ///< what has been done, or not
    widgets::Notice* m_loadNotice; ///< that the list may be out of date
    UserTable* m_table;
    widgets::EmptyState* m_empty;
    QStackedWidget* m_stack;
    BulkBar* m_bulk;
    BulkSaving* m_bulkSaving;
    UserEditor* m_editor;
    QSplitter* m_splitter;
    QTimer m_choiceTimer; ///< many selections in one turn are looked at once
    QPointer<ApiJob> m_job;
    std::function<void()> m_undo;
};

} // namespace labwarden::console

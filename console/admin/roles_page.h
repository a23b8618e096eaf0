// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/role_drafts.h"

#include <QPointer>

class QPushButton;
class QStackedWidget;

namespace labwarden::widgets {
class EmptyState;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

class RoleMatrixModel;
class RoleMatrixView;
class RolePanel;

/// What every role allows, as a matrix, and the roles themselves: made, copied, renamed, deleted. What a
/// change would give to or take from people stands beside it before it is saved.
class RolesPage : public QWidget {
    Q_OBJECT
public:
    explicit RolesPage(const AdminParts& parts, QWidget* parent = nullptr);

    /// What stands beside the title of the admin tab.
    QWidget* tools() const { return m_tools; }

private:
    void refresh();
    void refreshRole();
    void refreshEdits();
    void showState();
    const Role* currentRole() const;
    void openNew(const std::string& copyOf);
    void openEdit();
    void askDelete();
    void remove(const Role& role);
    void save();
    void saveNext(std::vector<std::string> ids);
    void saveFailed(const ApiError& error, const std::string& roleId);
    void putDrafts(RoleDrafts drafts);
    void choose(const std::string& roleId);
    std::vector<User> allUsers() const;
    PermissionSet own() const;

    AdminParts m_parts;
    RoleMatrixModel* m_model;
    RoleMatrixView* m_view;
    RolePanel* m_panel;
    QWidget* m_tools;
    QPushButton* m_new;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    widgets::Notice* m_notice;
    QPointer<ApiJob> m_job;
    std::string m_person; ///< whose edits these are
    std::string m_chosen; ///< role the keyboard is in, also while the matrix is rebuilt
};

} // namespace labwarden::console

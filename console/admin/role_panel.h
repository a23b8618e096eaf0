// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/role_drafts.h"

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

class DifferenceGrid;
class RoleEffects;

/// Beside the matrix: the role the keyboard is in, with what can be done with it, and below it what the edits
/// that are not saved yet would do to people. Shows what it is given and asks for what is pressed.
class RolePanel : public QWidget {
    Q_OBJECT
public:
    explicit RolePanel(QWidget* parent = nullptr);

    /// `holders`: who has it. `whyFixed`: why it cannot be changed, empty when it can. Without `mayWrite`
    /// nothing is offered. Null: no role.
    void showRole(const Role* role, const std::vector<User>& holders, const QString& whyFixed, bool mayWrite);
    /// `counted` false: people are still being loaded, nobody can say who is touched.
    void showEffects(const RoleDrafts& drafts, const std::vector<PermissionEffect>& effects, bool counted);
    /// Somebody else has changed a role that is edited here; nothing: no such trouble.
    void showConflict(const std::optional<RoleConflict>& conflict, const std::vector<Permission>& order);
    void showProblem(const QString& words, const QString& detail);
    void showHint(const QString& words);
    void clearNotice();
    void setBusy(bool busy);

Q_SIGNALS:
    void copyRequested();
    void editRequested();
    void deleteRequested();
    void saveRequested();
    void discardRequested();
    void takeTheirsRequested(const std::string& roleId);
    void keepMineRequested(const std::string& roleId);

private:
    QWidget* makeRole();
    QWidget* makeEdits();
    void updateButtons();

    widgets::Label* m_name = nullptr;
    widgets::Label* m_kind = nullptr;
    widgets::Label* m_description = nullptr;
    widgets::Label* m_holders = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_delete = nullptr;
    QWidget* m_roleButtons = nullptr;
    widgets::SectionHeader* m_editsHeader = nullptr;
    widgets::Label* m_editsHint = nullptr;
    RoleEffects* m_effects = nullptr;
    widgets::Notice* m_notice = nullptr;
    DifferenceGrid* m_difference = nullptr;
    QPushButton* m_theirs = nullptr;
    QPushButton* m_mine = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_discard = nullptr;
    std::string m_conflictRole;
    bool m_mayWrite = false;
    bool m_hasDrafts = false;
    bool m_counted = false;
    bool m_busy = false;
};

} // namespace labwarden::console

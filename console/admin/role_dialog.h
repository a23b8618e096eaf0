// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/role_change.h"
#include "console/api/admin_api.h"

#include <QDialog>
#include <QPointer>

#include <optional>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

class DifferenceGrid;

/// A new role, empty or with what another one allows, or the name and description of one that is there. When
/// somebody else has changed that one meanwhile, it shows the difference and lets the person decide.
class RoleDialog : public QDialog {
    Q_OBJECT
public:
    /// A new role. `own`: what the person may, more is not given; `copyOf`: id of the role to begin with.
    RoleDialog(AdminApi& api, const std::vector<Role>& roles, const PermissionSet& own,
               const std::string& copyOf, QWidget* parent = nullptr);
    /// Name and description of `role`; `roles` are those that there are.
    RoleDialog(AdminApi& api, const Role& role, const std::vector<Role>& roles, QWidget* parent = nullptr);

    void done(int result) override;
    /// Asks first when something is entered.
    void reject() override;

Q_SIGNALS:
    void saved(const labwarden::Role& role);
    /// The role as somebody else has left it.
    void learnt(const labwarden::Role& role);

private:
    void begin();
    void build(const QString& title, const QString& verb);
    void onInput();
    void submit();
    void answered(ApiResult<Role> result);
    void fetchTheirs();
    void showTheirs(const Role& theirs);
    void setBusy(bool busy);
    RoleEdit request() const;

    AdminApi& m_api;
    std::optional<Role> m_role; ///< the one that is edited
    std::vector<Role> m_roles;  ///< that there are
    PermissionSet m_own;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_description = nullptr;
    widgets::Label* m_nameFault = nullptr;
    widgets::Label* m_nameWarning = nullptr;
    QComboBox* m_copy = nullptr;
    widgets::Label* m_copyNote = nullptr;
    widgets::Notice* m_notice = nullptr;
    DifferenceGrid* m_difference = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_cancel = nullptr;
    QString m_verb;
    QString m_firstName, m_firstDescription; ///< before anything was entered
    QPointer<ApiJob> m_job;
    bool m_busy = false;
};

} // namespace labwarden::console

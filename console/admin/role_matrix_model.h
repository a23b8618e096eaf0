// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/role_drafts.h"

#include <QAbstractTableModel>

namespace labwarden::console {

/// What every role allows: a row for each permission, below a row for its area, and a column for each role;
/// with the edits that are not saved yet. GUI thread only.
class RoleMatrixModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// Of a cell, beside Qt's own roles.
    enum CellRole {
        AllowedRole = Qt::UserRole + 1, ///< bool
        ChangedRole,                    ///< bool: not as the server has it
        EditableRole,                   ///< bool
        AreaRole                        ///< bool: this row names an area and has no cells
    };
    /// Of a column's heading.
    enum HeadingRole {
        BuiltInRole = Qt::UserRole + 1, ///< bool
        UserCountRole,                  ///< qint64
        DraftRole                       ///< bool: has edits that are not saved
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// What there is, and what whoever looks at it may do: `own` are their permissions. Built-in roles come
    /// first, as given, the others by name. Edits stay.
    void setContents(std::vector<Permission> permissions, std::vector<Role> roles, PermissionSet own);

    const std::vector<Permission>& permissions() const { return m_permissions; }
    const std::vector<Role>& roles() const { return m_roles; }
    const Role* roleAt(int column) const;
    int columnOf(const std::string& roleId) const;

    const RoleDrafts& drafts() const { return m_drafts; }
    /// Changes the edits from outside: after a save, or when they are given up.
    void setDrafts(RoleDrafts drafts);
    /// The same edits, seen against what the server has now; nothing is emitted.
    void takeBases(RoleDrafts drafts) { m_drafts = std::move(drafts); }
    /// Gives or takes what the cell stands for. False when that is not possible; whyNot() says why.
    bool toggle(const QModelIndex& index);
    /// Empty when the cell may be changed.
    QString whyNot(const QModelIndex& index) const;
    /// Why the role cannot be changed at all, or deleted; empty when it can.
    QString whyNot(const Role& role) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void draftsChanged();

private:
    struct Row {
        bool isArea = false;
        std::string area;
        Permission permission;
    };
    const Row* rowAt(int row) const;
    void refreshAll();

    std::vector<Permission> m_permissions;
    std::vector<Row> m_rows;
    std::vector<Role> m_roles;
    PermissionSet m_own;
    RoleDrafts m_drafts;
};

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace labwarden::console {

class PermissionHeader;
class RoleHeader;
class RoleMatrixModel;

/// Paints one cell of the matrix: a box with or without its tick where it can be changed, a tick or a dash
/// where it cannot, with a plus or a minus while it is not saved.
class RoleMatrixDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

/// The matrix of roles and permissions. Arrows go from cell to cell and pass over the lines of areas; Space,
/// Enter or a click gives and takes.
class RoleMatrixView : public QTableView {
    Q_OBJECT
public:
    explicit RoleMatrixView(RoleMatrixModel* model, QWidget* parent = nullptr);

    /// Puts the keyboard into the role's column, in the row where it is.
    void setCurrentRole(int column);

Q_SIGNALS:
    void currentRoleChanged(int column);
    /// A cell was to be changed that cannot be.
    void refused(const QString& why);

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void toggle(const QModelIndex& index);
    void layOutRows();
    void layOutColumns();
    int firstRow() const;

    RoleMatrixModel* m_matrix;
    RoleHeader* m_roles;
    PermissionHeader* m_permissions;
};

} // namespace labwarden::console

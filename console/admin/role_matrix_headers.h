// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHeaderView>

namespace labwarden::console {

/// The roles above the matrix: name, whether it is built in, how many people have it. They are focused and
/// scrolled with their columns.
class RoleHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit RoleHeader(QWidget* parent = nullptr);

    /// The column that the keyboard is in; negative for none.
    void setCurrent(int column);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int column) const override;

private:
    int m_current = -1;
};

/// The permissions left of the matrix, which stay where they are when it is scrolled sideways: a line for an
/// area, or the permission's name and what it means.
class PermissionHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit PermissionHeader(QWidget* parent = nullptr);

    void setCurrent(int row);
    void setWide(int width);

    QSize sizeHint() const override { return {m_width, 0}; }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int row) const override;

private:
    int m_current = -1;
    int m_width = 340;
};

} // namespace labwarden::console

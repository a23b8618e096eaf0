// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

class QTableView;

namespace labwarden::board {

/// Which columns the table of devices shows, what it is sorted by, and where the column of the current cell
/// stands: all that is done at the table's headings with a mouse, for the keyboard.
class ColumnsMenu : public QMenu {
    Q_OBJECT
public:
    /// `table` is of a model with DeviceColumns, and outlives the menu.
    explicit ColumnsMenu(QTableView* table, QWidget* parent = nullptr);

    /// Columns, order, widths and sorting as they are at first.
    static void reset(QTableView& table);

private:
    void fill();
    void addShown();
    void addSorting();
    void addMoves();

    QTableView* m_table;
};

} // namespace labwarden::board

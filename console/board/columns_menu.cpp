// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/columns_menu.h"

#include "console/board/device_columns.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QTableView>

namespace labwarden::board {

ColumnsMenu::ColumnsMenu(QTableView* table, QWidget* parent) : QMenu(tr("Columns"), parent), m_table(table) {
    connect(this, &QMenu::aboutToShow, this, &ColumnsMenu::fill);
}

void ColumnsMenu::reset(QTableView& table) {
    QHeaderView& header = *table.horizontalHeader();
    for (int column = 0; column < columnTotal; ++column) {
        header.moveSection(header.visualIndex(column), column);
        table.setColumnHidden(column, !isShownAtFirst(column));
        table.setColumnWidth(column, columnWidth(column));
    }
    table.sortByColumn(NameColumn, Qt::AscendingOrder);
}

void ColumnsMenu::fill() {
    clear();
    addShown();
    addSeparator();
    addSorting();
    addMoves();
    addSeparator();
    addAction(tr("As at first"), this, [this] { reset(*m_table); });
}

void ColumnsMenu::addShown() {
    for (int column = 0; column < columnTotal; ++column) {
        QAction* action = addAction(columnHeading(column));
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        action->setEnabled(column != NameColumn); // a device without its name is nothing
        connect(action, &QAction::toggled, m_table, [table = m_table, column](bool shown) {
            table->setColumnHidden(column, !shown);
            if (shown && table->columnWidth(column) < columnWidth(column))
                table->setColumnWidth(column, columnWidth(column));
        });
    }
}

void ColumnsMenu::addSorting() {
    const QHeaderView& header = *m_table->horizontalHeader();
    QMenu* by = addMenu(tr("Sort by"));
    auto* columns = new QActionGroup(by);
    for (int place = 0; place < columnTotal; ++place) {
        const int column = header.logicalIndex(place);
        if (header.isSectionHidden(column))
            continue;
        QAction* action = columns->addAction(by->addAction(columnHeading(column)));
        action->setCheckable(true);
        action->setChecked(header.sortIndicatorSection() == column);
        connect(action, &QAction::triggered, m_table,
                [table = m_table, column] { table->sortByColumn(column, Qt::AscendingOrder); });
    }
    by->addSeparator();
    QAction* descending = by->addAction(tr("Descending"));
    descending->setCheckable(true);
    descending->setChecked(header.sortIndicatorOrder() == Qt::DescendingOrder);
    connect(descending, &QAction::toggled, m_table, [table = m_table](bool on) {
        table->sortByColumn(table->horizontalHeader()->sortIndicatorSection(),
                            on ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
}

// To the next place where a column is seen.
void ColumnsMenu::addMoves() {
    const int current = m_table->currentIndex().isValid() ? m_table->currentIndex().column() : NameColumn;
    const QString heading = columnHeading(current);
    for (const int step : {-1, 1}) {
        QHeaderView* header = m_table->horizontalHeader();
        const int from = header->visualIndex(current);
        int to = from + step;
        while (to >= 0 && to < header->count() && header->isSectionHidden(header->logicalIndex(to)))
            to += step;
        QAction* action = addAction(step < 0 ? tr("Move “%1” to the left").arg(heading)
                                             : tr("Move “%1” to the right").arg(heading));
        action->setEnabled(to >= 0 && to < header->count());
        connect(action, &QAction::triggered, header, [header, from, to] { header->moveSection(from, to); });
    }
}

} // namespace labwarden::board

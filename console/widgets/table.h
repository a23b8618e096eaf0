// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStyledItemDelegate>

class QSettings;
class QTableView;

namespace labwarden::widgets {

/// Rows of a table as the look wants them: one height, a hairline below each, no ring around single cells.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// Whole rows are selected, columns are dragged to any width and order and clicked to sort; no frame, no
/// grid.
void setUpTable(QTableView* table);

/// Ctrl+C copies the selected rows, a line each with tabs between what is shown of it; Ctrl+Shift+C the one
/// cell. Both are in the context menu too.
void offerCopy(QTableView* table);

/// Widths, order and sorting of the columns are read from `settings` now, and written there whenever they
/// change. `settings` outlives the table. Call it once the model is set.
void rememberColumns(QTableView* table, QSettings& settings, const QString& key);

} // namespace labwarden::widgets

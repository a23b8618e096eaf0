// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/table_look.h"

#include "console/board/device_columns.h"

#include <QHeaderView>
#include <QStringList>
#include <QTableView>

#include <algorithm>

namespace labwarden::board {

QString columnsOf(const QTableView& table) {
    const QHeaderView& header = *table.horizontalHeader();
    QStringList words;
    for (int place = 0; place < header.count(); ++place)
        if (const int column = header.logicalIndex(place); !header.isSectionHidden(column))
            words << columnWord(column);
    return words.join(QLatin1Char(' '));
}

QString sortOf(const QTableView& table) {
    const QHeaderView& header = *table.horizontalHeader();
    const QString word = columnWord(header.sortIndicatorSection());
    return header.sortIndicatorOrder() == Qt::DescendingOrder ? QLatin1Char('-') + word : word;
}

void arrange(QTableView& table, const QString& columns, const QString& sort) {
    std::vector<int> shown;
    const QStringList words = columns.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words)
        if (const int column = columnOf(word);
            column >= 0 && std::find(shown.begin(), shown.end(), column) == shown.end())
            shown.push_back(column);
    if (!shown.empty()) {
        if (std::find(shown.begin(), shown.end(), NameColumn) == shown.end())
            shown.insert(shown.begin(), NameColumn);
        QHeaderView& header = *table.horizontalHeader();
        for (int column = 0; column < columnTotal; ++column)
            table.setColumnHidden(column, std::find(shown.begin(), shown.end(), column) == shown.end());
        for (int place = 0; place < static_cast<int>(shown.size()); ++place)
            header.moveSection(header.visualIndex(shown[static_cast<std::size_t>(place)]), place);
    }
    const bool isDescending = sort.startsWith(QLatin1Char('-'));
    if (const int column = columnOf(isDescending ? sort.mid(1) : sort); column >= 0)
        table.sortByColumn(column, isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

} // namespace labwarden::board

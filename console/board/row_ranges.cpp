// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/row_ranges.h"

#include <algorithm>

namespace labwarden::board {

QItemSelection selectionOfRows(const QAbstractItemModel& model, std::vector<int> rows) {
    std::sort(rows.begin(), rows.end());
    const int lastColumn = model.columnCount() - 1;
    QItemSelection selection;
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        selection.append(
            QItemSelectionRange(model.index(rows[i], 0), model.index(rows[end - 1], lastColumn)));
        i = end;
    }
    return selection;
}

std::vector<int> rowsOfSelection(const QItemSelection& selection) {
    std::vector<int> rows;
    for (const QItemSelectionRange& range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void selectOnly(QItemSelectionModel& model, const QItemSelection& selection) {
    constexpr qsizetype many = 100;
    const QItemSelection before = model.selection();
    if (before == selection)
        return;
    if (!before.isEmpty() && std::max(before.size(), selection.size()) > many)
        model.clearSelection();
    model.select(selection, QItemSelectionModel::ClearAndSelect);
}

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/history_model.h"

#include <algorithm>
#include <iterator>

namespace labwarden::board {

void HistoryModel::setRows(std::vector<HistoryRow> rows) {
    const auto sameId = [](const HistoryRow& a, const HistoryRow& b) { return a.id == b.id; };
    // What stands at both ends stays; between them old rows go and new ones come.
    const auto front =
        std::mismatch(m_rows.begin(), m_rows.end(), rows.begin(), rows.end(), sameId).first - m_rows.begin();
    auto back = std::mismatch(m_rows.rbegin(), m_rows.rend(), rows.rbegin(), rows.rend(), sameId).first -
                m_rows.rbegin();
    back = std::min({back, std::ssize(m_rows) - front, std::ssize(rows) - front});
    if (const auto gone = std::ssize(m_rows) - front - back; gone > 0) {
        beginRemoveRows({}, static_cast<int>(front), static_cast<int>(front + gone) - 1);
        m_rows.erase(m_rows.begin() + front, m_rows.begin() + front + gone);
        endRemoveRows();
    }
    if (const auto come = std::ssize(rows) - front - back; come > 0) {
        beginInsertRows({}, static_cast<int>(front), static_cast<int>(front + come) - 1);
        m_rows.insert(m_rows.begin() + front, rows.begin() + front, rows.begin() + front + come);
        endInsertRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (m_rows[i] != rows[i]) {
            m_rows[i] = std::move(rows[i]);
            Q_EMIT dataChanged(index(static_cast<int>(i)), index(static_cast<int>(i)));
        }
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return row.text();
    case Qt::ToolTipRole:
        return row.runId.empty() ? QVariant() : QVariant(tr("Enter opens the run"));
    default:
        return {};
    }
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    if (at(index.row()).isDay)
        return Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/panel/history_rows.h"

#include <QAbstractListModel>

namespace labwarden::board {

/// The past of a device as a list. What comes before or after what is there is put in, so that a view stays
/// where it is.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    /// Headings can't be chosen.
    void setRows(std::vector<HistoryRow> rows);
    const HistoryRow& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<HistoryRow> m_rows;
};

} // namespace labwarden::board

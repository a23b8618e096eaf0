// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace labwarden::widgets {

/// The base of tables of plain structs: a model says its columns and its cells, this keeps the rows and tells
/// views what has changed. GUI thread only.
template<class Row>
class TableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const final { return parent.isValid() ? 0 : columns(); }

    QVariant data(const QModelIndex& index, int role) const final {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(alignment(index.column()) | Qt::AlignVCenter);
        return cell(at(index.row()), index.column(), role);
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final {
        if (orientation != Qt::Horizontal || section < 0 || section >= columns())
            return {};
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(alignment(section) | Qt::AlignVCenter);
        return role == Qt::DisplayRole ? QVariant(heading(section)) : QVariant();
    }

    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    const std::vector<Row>& rows() const { return m_rows; }

protected:
    virtual int columns() const = 0;
    virtual QString heading(int column) const = 0;
    /// Of a column's cells and its heading alike.
    virtual Qt::Alignment alignment(int /*column*/) const { return Qt::AlignLeft; }
    virtual QVariant cell(const Row& row, int column, int role) const = 0;

    void resetRows(std::vector<Row> rows) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    void insertAt(int row, Row value) {
        beginInsertRows({}, row, row);
        m_rows.insert(m_rows.begin() + row, std::move(value));
        endInsertRows();
    }
    void append(std::vector<Row> more) {
        if (more.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(more.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
        endInsertRows();
    }
    void removeAt(int row) {
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    void replaceAt(int row, Row value) {
        m_rows[static_cast<std::size_t>(row)] = std::move(value);
        Q_EMIT dataChanged(index(row, 0), index(row, columns() - 1));
    }

private:
    std::vector<Row> m_rows;
};

} // namespace labwarden::widgets

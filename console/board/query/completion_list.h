// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/query_completion.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace labwarden::board {

/// Completions as the rows of a list.
class CompletionModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setItems(std::vector<QueryCompletion> items);
    const QueryCompletion& at(int row) const { return m_items[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<QueryCompletion> m_items;
};

/// A completion in one line: on the left what it puts in, on the right what it means and how many devices it
/// leaves.
class CompletionDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CompletionDelegate(const CompletionModel* model, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const CompletionModel* m_model;
};

} // namespace labwarden::board

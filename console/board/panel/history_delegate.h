// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

class QListView;

namespace labwarden::board {

/// Paints a HistoryModel as a timeline: times at the left, icons on one line, what happened beside them.
class HistoryDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// For this view only: lines are as high as its width asks for.
    explicit HistoryDelegate(QListView* view);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    QListView* m_view;
};

} // namespace labwarden::board

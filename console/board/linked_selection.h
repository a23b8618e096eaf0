// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QItemSelectionModel>

class QAbstractProxyModel;

namespace labwarden::board {

/// The selection of a view that shows devices through a proxy: a picture of the board's one selection. What
/// is asked of it is asked of the board's, with the same command, so that a click, Ctrl+A or a key means in
/// every view the same; what comes of it is shown here. So is the current device, each way. Devices that the
/// proxy hides are selected there and not here.
class LinkedSelection : public QItemSelectionModel {
    Q_OBJECT
public:
    /// `board` is over the source model of `proxy`; both outlive it.
    LinkedSelection(QItemSelectionModel& board, QAbstractProxyModel& proxy, QObject* parent = nullptr);

    using QItemSelectionModel::select;
    void select(const QItemSelection& selection, SelectionFlags command) override;
    void setCurrentIndex(const QModelIndex& index, SelectionFlags command) override;
    void clearCurrentIndex() override;
    /// Of this picture only: the model behind it is another one.
    void reset() override;

private:
    void showSelection();
    void showCurrent();

    QItemSelectionModel& m_board;
    QAbstractProxyModel& m_proxy;
    bool m_showing = false;
};

} // namespace labwarden::board

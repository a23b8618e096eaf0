// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/linked_selection.h"

#include "console/board/row_ranges.h"

#include <QAbstractProxyModel>
#include <QScopedValueRollback>

namespace labwarden::board {

LinkedSelection::LinkedSelection(QItemSelectionModel& board, QAbstractProxyModel& proxy, QObject* parent)
    : QItemSelectionModel(&proxy, parent), m_board(board), m_proxy(proxy) {
    connect(&board, &QItemSelectionModel::selectionChanged, this, &LinkedSelection::showSelection);
    connect(&board, &QItemSelectionModel::currentChanged, this, &LinkedSelection::showCurrent);
    const auto show = [this] {
        showSelection();
        showCurrent();
    };
    // What the proxy shows again is selected again.
    connect(&proxy, &QAbstractItemModel::layoutChanged, this, show);
    connect(&proxy, &QAbstractItemModel::modelReset, this, show);
    show();
}

void LinkedSelection::select(const QItemSelection& selection, SelectionFlags command) {
    if (m_showing)
        QItemSelectionModel::select(selection, command);
    else if ((command & ~SelectionFlags(Rows)) == ClearAndSelect)
        selectOnly(m_board, m_proxy.mapSelectionToSource(selection));
    else
        m_board.select(m_proxy.mapSelectionToSource(selection), command);
}

void LinkedSelection::setCurrentIndex(const QModelIndex& index, SelectionFlags command) {
    if (m_showing)
        return QItemSelectionModel::setCurrentIndex(index, command);
    const QModelIndex source = m_proxy.mapToSource(index);
    m_board.setCurrentIndex(source, command);
}

void LinkedSelection::clearCurrentIndex() {
    if (m_showing)
        QItemSelectionModel::clearCurrentIndex();
    else
        m_board.clearCurrentIndex();
}

void LinkedSelection::reset() {
    const QScopedValueRollback showing(m_showing, true);
    QItemSelectionModel::reset();
}

void LinkedSelection::showSelection() {
    const QScopedValueRollback showing(m_showing, true);
    selectOnly(*this, m_proxy.mapSelectionFromSource(m_board.selection()));
}

void LinkedSelection::showCurrent() {
    const QScopedValueRollback showing(m_showing, true);
    const QModelIndex current = m_proxy.mapFromSource(m_board.currentIndex());
    if (current.isValid())
        setCurrentIndex(current, NoUpdate);
    else
        clearCurrentIndex();
}

} // namespace labwarden::board

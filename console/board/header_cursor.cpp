// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/header_cursor.h"

#include "console/board/grouped_view.h"

#include <QKeyEvent>

namespace labwarden::board {

using Move = GroupLayout::Move;

HeaderCursor::HeaderCursor(GroupedView* view) : QObject(view), m_view(view) {}

int HeaderCursor::group() const {
    return m_isOnHeader ? m_view->groups()->groupOfKey(m_key) : -1;
}

void HeaderCursor::moveTo(int group) {
    const int from = this->group();
    m_isOnHeader = group >= 0;
    if (m_isOnHeader)
        m_key = m_view->groups()->at(group).key;
    if (from != group)
        Q_EMIT moved(from, group);
}

void HeaderCursor::onArranged() {
    m_goalX = -1;
    if (m_isOnHeader && group() < 0)
        m_isOnHeader = false;
}

BoardPosition HeaderCursor::position() const {
    if (m_isOnHeader)
        return {group(), BoardPosition::header};
    return m_view->groups()->positionOf(m_view->currentIndex().row()).value_or(BoardPosition{-1, 0});
}

void HeaderCursor::fold(int group, bool folds) {
    m_view->groups()->setFolded(group, folds);
    Q_EMIT folded(group);
}

bool HeaderCursor::handle(const QKeyEvent& event) {
    if (m_isOnHeader ? handleOnHeader(event) : handleOnDevice(event))
        return true;
    if (event.modifiers() & Qt::ShiftModifier) // a selection is extended over devices alone
        return false;
    return (event.key() == Qt::Key_Up && stepTo(Move::up)) ||
           (event.key() == Qt::Key_Down && stepTo(Move::down));
}

bool HeaderCursor::stepTo(Move move) {
    const BoardPosition from = position();
    const BoardPosition to = m_view->groupLayout().moved(from, move, {0, true, m_goalX});
    if (to.group < 0 || !to.isHeader())
        return false;
    if (m_goalX < 0 && from.group >= 0 && !from.isHeader())
        m_goalX = m_view->groupLayout().itemRect(from).center().x();
    moveTo(to.group);
    return true;
}

bool HeaderCursor::handleOnHeader(const QKeyEvent& event) {
    DeviceGroups& groups = *m_view->groups();
    const int here = group();
    const bool withCtrl = event.modifiers() & Qt::ControlModifier;
    switch (event.key()) {
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        fold(here, !groups.isFolded(here));
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int next = here + (event.key() == Qt::Key_Down ? 1 : -1);
        if (!withCtrl || next < 0 || next >= groups.count())
            return withCtrl;
        moveTo(next);
        return true;
    }
    case Qt::Key_Left:
    case Qt::Key_Minus:
    case Qt::Key_Right:
    case Qt::Key_Plus: {
        const bool folds = event.key() == Qt::Key_Left || event.key() == Qt::Key_Minus;
        if (withCtrl) {
            groups.setAllFolded(folds);
            Q_EMIT folded(here);
        } else if (folds != groups.isFolded(here)) {
            fold(here, folds);
        } else if (event.key() == Qt::Key_Right) {
            return false; // on to its first device
        }
        return true;
    }
    default:
        return false;
    }
}

bool HeaderCursor::handleOnDevice(const QKeyEvent& event) {
    const int here = position().group;
    if (event.key() != Qt::Key_Minus || (event.modifiers() & ~Qt::KeypadModifier) || here < 0)
        return false;
    moveTo(here);
    fold(here, true);
    return true;
}

} // namespace labwarden::board

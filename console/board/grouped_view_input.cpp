// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What GroupedView does with mouse and keyboard.

#include "console/board/grouped_view.h"
#include "console/board/row_ranges.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <iterator>
#include <utility>

namespace labwarden::board {

using Move = GroupLayout::Move;

// --- mouse ---

void GroupedView::mousePressEvent(QMouseEvent* event) {
    const QPoint point = event->position().toPoint();
    const int header = event->button() == Qt::LeftButton ? headerAt(point) : -1;
    if (header >= 0) {
        m_headers->moveTo(header);
        m_groups->setFolded(header, !m_groups->isFolded(header));
        onFolded(header);
        return;
    }
    if (event->button() == Qt::LeftButton)
        m_band->press(point);
    QAbstractItemView::mousePressEvent(event);
    if (indexAt(point).isValid())
        m_headers->moveTo(-1); // the current device may be the same as before
}

void GroupedView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint point = event->position().toPoint();
    if (event->buttons() & Qt::LeftButton) { // the base would select from device to device
        m_band->move(point, event->modifiers());
        return;
    }
    setHovered(event->buttons() == Qt::NoButton ? indexAt(point) : QModelIndex());
    viewport()->setCursor(headerAt(point) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QAbstractItemView::mouseMoveEvent(event);
}

void GroupedView::selectInBand(const QPoint& point) {
    std::vector<int> rows;
    for (const BoardPosition position : groupLayout().itemsIn(m_band->rect()))
        rows.push_back(m_groups->rowAt(position));
    const QItemSelection covered = selectionOfRows(*m_groups->devices(), std::move(rows));
    if (m_band->adds())
        selectionModel()->select(covered, QItemSelectionModel::Select | QItemSelectionModel::Current);
    else
        selectOnly(*selectionModel(), covered);
    if (const QModelIndex under = indexAt(point); under.isValid())
        selectionModel()->setCurrentIndex(under, QItemSelectionModel::NoUpdate);
}

void GroupedView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_band->release())
        setState(NoState);
    else
        QAbstractItemView::mouseReleaseEvent(event);
}

void GroupedView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (headerAt(event->position().toPoint()) >= 0)
        return mousePressEvent(event); // two quick clicks on a header fold and unfold it
    QAbstractItemView::mouseDoubleClickEvent(event);
}

void GroupedView::setHovered(const QModelIndex& index) {
    if (m_hovered == index)
        return;
    updateItem(m_hovered);
    m_hovered = index;
    updateItem(m_hovered);
    Q_EMIT pointedAtChanged();
}

QModelIndex GroupedView::pointedAt() const {
    if (m_hovered.isValid())
        return m_hovered;
    return hasFocus() && !m_headers->isOnHeader() && currentPosition() ? currentIndex() : QModelIndex();
}

bool GroupedView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave || event->type() == QEvent::HoverLeave)
        setHovered({});
    return QAbstractItemView::viewportEvent(event);
}

// --- keyboard ---

void GroupedView::onHeaderMoved(int from, int to) {
    updateHeader(from);
    updateHeader(to);
    updateItem(currentIndex());
    if (to >= 0)
        bringIntoView(groupLayout().headerRect(to), {});
    tellFocus();
    Q_EMIT pointedAtChanged();
}

void GroupedView::onFolded(int group) {
    bringIntoView(groupLayout().headerRect(group), {});
    if (!QAccessible::isActive())
        return;
    QAccessible::State changed;
    changed.expanded = changed.collapsed = true;
    QAccessibleStateChangeEvent event(this, changed);
    QAccessible::updateAccessibility(&event);
    tellFocus();
}

QModelIndex GroupedView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    if (m_groups->shownCount() == 0)
        return {};
    static constexpr std::pair<CursorAction, Move> moves[] = {
        {MoveLeft, Move::left},     {MovePrevious, Move::left},
        {MoveRight, Move::right},   {MoveNext, Move::right},
        {MoveUp, Move::up},         {MoveDown, Move::down},
        {MovePageUp, Move::pageUp}, {MovePageDown, Move::pageDown},
        {MoveHome, Move::first},    {MoveEnd, Move::last}};
    const auto* move =
        std::find_if(std::begin(moves), std::end(moves), [&](const auto& m) { return m.first == action; });
    const bool isVertical = action == MoveUp || action == MoveDown;
    if (!isVertical)
        m_headers->setGoalX(-1);
    const BoardPosition to = groupLayout().moved(m_headers->position(), move->second,
                                                 {viewport()->height(), false, m_headers->goalX()});
    if (to.group < 0 || groupLayout().itemRect(to).isEmpty())
        return {};
    if (isVertical && m_headers->goalX() < 0)
        m_headers->setGoalX(groupLayout().itemRect(to).center().x());
    return indexOf(to);
}

void GroupedView::keyPressEvent(QKeyEvent* event) {
    if (m_headers->handle(*event))
        return;
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        selectionModel()->select(currentIndex(), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    }
    const bool wasOnHeader = m_headers->isOnHeader();
    QAbstractItemView::keyPressEvent(event);
    static constexpr Qt::Key leaving[] = {Qt::Key_Up,   Qt::Key_Down, Qt::Key_Left,   Qt::Key_Right,
                                          Qt::Key_Home, Qt::Key_End,  Qt::Key_PageUp, Qt::Key_PageDown};
    if (wasOnHeader && m_headers->isOnHeader() && currentPosition() &&
        std::find(std::begin(leaving), std::end(leaving), event->key()) != std::end(leaving)) {
        m_headers->moveTo(-1); // to the device that was current before
        scrollTo(currentIndex());
    }
}

void GroupedView::focusInEvent(QFocusEvent* event) {
    QAbstractItemView::focusInEvent(event);
    updateHeader(currentHeader());
    Q_EMIT pointedAtChanged();
}

void GroupedView::focusOutEvent(QFocusEvent* event) {
    QAbstractItemView::focusOutEvent(event);
    updateHeader(currentHeader());
    Q_EMIT pointedAtChanged();
}

} // namespace labwarden::board

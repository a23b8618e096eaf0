// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/rubber_band.h"

#include "console/style/tokens.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>

namespace labwarden::board {

namespace {
constexpr int scrollTickMs = 30;
}

RubberBand::RubberBand(QAbstractScrollArea* view) : QObject(view), m_view(view) {}

QPoint RubberBand::onContent(const QPoint& point) const {
    return point + QPoint(0, m_view->verticalScrollBar()->value());
}

void RubberBand::press(const QPoint& point) {
    m_pressed = onContent(point);
}

bool RubberBand::move(const QPoint& point, Qt::KeyboardModifiers modifiers) {
    if (!m_pressed)
        return false;
    const QPoint at = onContent(point);
    if (!m_band) {
        if ((at - *m_pressed).manhattanLength() < QApplication::startDragDistance())
            return false;
        m_band = Band{*m_pressed, at, bool(modifiers & (Qt::ControlModifier | Qt::ShiftModifier))};
    }
    stretch(point);
    if (!m_view->viewport()->rect().contains(point))
        m_scroll.start(scrollTickMs, this);
    return true;
}

void RubberBand::stretch(const QPoint& point) {
    m_band->to = onContent(point);
    m_view->viewport()->update();
    Q_EMIT stretched(point);
}

bool RubberBand::release() {
    const bool drawn = m_band.has_value();
    m_pressed.reset();
    m_band.reset();
    m_scroll.stop();
    if (drawn)
        m_view->viewport()->update();
    return drawn;
}

void RubberBand::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_scroll.timerId())
        return QObject::timerEvent(event);
    const QPoint point = m_view->viewport()->mapFromGlobal(QCursor::pos());
    const QRect shown = m_view->viewport()->rect();
    if (!m_band || shown.contains(point))
        return m_scroll.stop();
    const int beyond = point.y() < shown.top() ? point.y() : std::max(0, point.y() - shown.bottom());
    QScrollBar* bar = m_view->verticalScrollBar();
    bar->setValue(bar->value() + beyond / 2);
    stretch(point);
}

void RubberBand::paint(QPainter& painter) const {
    if (!m_band)
        return;
    QColor colour = style::tokens(m_view)[style::Token::accent];
    painter.setPen(colour);
    colour.setAlphaF(0.15F);
    painter.setBrush(colour);
    painter.drawRect(rect().translated(0, -m_view->verticalScrollBar()->value()).adjusted(0, 0, -1, -1));
}

} // namespace labwarden::board

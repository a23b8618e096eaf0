// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/heat_painter.h"

#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"

#include <QPainter>

namespace labwarden::board {

using style::Token;

namespace {
constexpr int foldIcon = 10;
constexpr int titleGap = 4;
} // namespace

HeatMark markOf(const DeviceRow& row) {
    switch (row.state) {
    case DeviceState::under_test:
        return HeatMark::underTest;
    case DeviceState::maintenance:
        return HeatMark::maintenance;
    case DeviceState::offline:
        return HeatMark::offline;
    case DeviceState::available:
        break;
    }
    return row.lastRunFailed ? HeatMark::lastRunFailed : HeatMark::available;
}

widgets::StateLook lookOf(HeatMark mark) {
    switch (mark) {
    case HeatMark::underTest:
        return widgets::lookOf(DeviceState::under_test);
    case HeatMark::maintenance:
        return widgets::lookOf(DeviceState::maintenance);
    case HeatMark::lastRunFailed:
        return widgets::lastRunFailedLook();
    case HeatMark::offline:
        return widgets::lookOf(DeviceState::offline);
    case HeatMark::available:
        break;
    }
    return widgets::lookOf(DeviceState::available);
}

HeatPainter::HeatPainter(QPainter& painter, const style::Tokens& tokens, int cell)
    : m_painter(painter), m_tokens(tokens), m_cell(cell) {}

const QPixmap& HeatPainter::pixmapOf(HeatMark mark, bool selected, bool stale) {
    QPixmap& pixmap = m_pixmaps[static_cast<std::size_t>(mark) * 4 + (selected ? 2 : 0) + (stale ? 1 : 0)];
    if (pixmap.isNull()) {
        const qreal ratio = m_painter.device()->devicePixelRatioF();
        pixmap = QPixmap((QSizeF(m_cell, m_cell) * ratio).toSize());
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        draw(painter, mark, selected, stale);
    }
    return pixmap;
}

void HeatPainter::draw(QPainter& painter, HeatMark mark, bool selected, bool stale) const {
    const style::Tokens& t = m_tokens;
    const QRectF whole(0, 0, m_cell, m_cell);
    const widgets::StateLook look = lookOf(mark);
    const QColor colour = t[stale ? Token::muted : look.colour];
    const qreal radius = m_cell >= 12 ? 3 : 2;
    const bool calm = mark == HeatMark::available;
    if (HeatPainter::hasIcons(m_cell)) {
        const bool tinted = !stale && (mark == HeatMark::maintenance || mark == HeatMark::lastRunFailed);
        QColor ground = tinted ? t.tint(look.colour) : t[Token::surface];
        if (selected && !tinted)
            ground = t.tint(Token::accent);
        const QColor outline = selected ? t[Token::accent]
                               : tinted ? t.tintBorder(look.colour)
                                        : t[Token::border];
        style::paintBox(painter, whole, radius + 1, ground, outline, selected ? 2 : 1);
        const int icon = m_cell / 2 + 2;
        style::paintIcon(painter, QRectF((m_cell - icon) / 2.0, (m_cell - icon) / 2.0, icon, icon), look.icon,
                         colour);
        return;
    }
    // Small: the shape alone, which a selection puts on the accent.
    const QColor ground = t[Token::bg];
    QRectF room = whole;
    if (selected) {
        style::paintBox(painter, whole, radius, t[Token::accent]);
        style::paintBox(painter, whole.adjusted(1.5, 1.5, -1.5, -1.5), radius - 1, ground);
        room = whole.adjusted(2, 2, -2, -2);
    }
    const QColor shade =
        calm ? t.mix(Token::surface, stale ? Token::muted : Token::available, t.isDark() ? 0.34 : 0.30)
             : colour;
    drawShape(painter, room, mark, shade, ground);
}

void HeatPainter::drawShape(QPainter& painter, const QRectF& room, HeatMark mark, const QColor& colour,
                            const QColor& ground) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const qreal line = std::max(1.2, room.width() / 8);
    switch (mark) {
    case HeatMark::available:
        painter.drawRoundedRect(room, 2, 2);
        break;
    case HeatMark::underTest:
        painter.drawEllipse(room);
        break;
    case HeatMark::maintenance: {
        const QPointF c = room.center();
        const qreal r = room.width() / 2;
        painter.drawPolygon(
            QPolygonF({{c.x(), c.y() - r}, {c.x() + r, c.y()}, {c.x(), c.y() + r}, {c.x() - r, c.y()}}));
        break;
    }
    case HeatMark::lastRunFailed: {
        painter.drawRoundedRect(room, 1, 1);
        const QRectF cross = room.adjusted(line * 1.6, line * 1.6, -line * 1.6, -line * 1.6);
        painter.setPen(QPen(ground, line));
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
        break;
    }
    case HeatMark::offline: {
        const QRectF inner = room.adjusted(line / 2, line / 2, -line / 2, -line / 2);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, line));
        painter.drawRoundedRect(inner, 1.5, 1.5);
        break;
    }
    }
    painter.restore();
}

void HeatPainter::paintCell(const QRect& rect, HeatMark mark, TileLook look) {
    m_painter.drawPixmap(rect.topLeft(), pixmapOf(mark, look.selected, look.stale));
    if (look.hovered || look.focused)
        style::paintBox(m_painter, QRectF(rect).adjusted(-2.5, -2.5, 2.5, 2.5), 4, {},
                        m_tokens[look.focused ? Token::accent : Token::text], look.focused ? 2 : 1.5);
}

void HeatPainter::paintHeading(const QRect& rect, const DeviceGroup& group, HeaderLook look) {
    const style::Tokens& t = m_tokens;
    if (look.focused)
        style::paintFocusRing(m_painter, QRectF(rect).adjusted(-4, 0, 4, -1), style::metrics::radius, t);
    int left = rect.left();
    if (look.folded) {
        style::paintIcon(m_painter,
                         QRectF(left - 1, rect.center().y() - foldIcon / 2 + 1, foldIcon, foldIcon),
                         style::Icon::chevronRight, t[Token::secondary]);
        left += foldIcon + 2;
    }
    const auto write = [&](const QFont& font, const QFontMetrics& metrics, const QString& text,
                           const QColor& colour) {
        const int room = rect.right() + 1 - left;
        const QString shown = metrics.elidedText(text, Qt::ElideMiddle, room);
        m_painter.setFont(font);
        m_painter.setPen(colour);
        m_painter.drawText(QRect(left, rect.top(), room, rect.height()),
                           Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        left += metrics.horizontalAdvance(shown) + titleGap;
    };
    write(m_titleFont, m_titleMetrics, group.title, t[look.stale ? Token::muted : Token::secondary]);
    const QString count = widgets::countText(static_cast<int>(group.rows.size()));
    if (left + m_countMetrics.horizontalAdvance(count) <= rect.right() + 1)
        write(m_countFont, m_countMetrics, count, t[Token::muted]);
}

} // namespace labwarden::board

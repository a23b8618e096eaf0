// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/heat_legend.h"

#include "console/board/heat_painter.h"

#include <QPainter>

namespace labwarden::board {

namespace {

constexpr int swatch = 12;
constexpr int iconSize = 14;
constexpr int entryHeight = 20;
constexpr int entryGap = 16;
constexpr int gap = 6;

} // namespace

HeatLegend::HeatLegend(QWidget* parent) : QWidget(parent) {
    setFont(style::font(style::Text::secondary));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList words;
    for (int mark = 0; mark < heatMarkCount; ++mark)
        words << lookOf(static_cast<HeatMark>(mark)).word;
    setAccessibleName(tr("Legend: %1").arg(words.join(QStringLiteral(", "))));
}

void HeatLegend::setShapes(bool shapes) {
    if (shapes == m_shapes)
        return;
    m_shapes = shapes;
    updateGeometry();
    update();
}

int HeatLegend::iconLeft() const {
    return m_shapes ? swatch + gap : 0;
}

QList<QRect> HeatLegend::entries(int width) const {
    const QFontMetrics metrics(font());
    QList<QRect> places;
    int left = 0;
    int top = 0;
    for (int mark = 0; mark < heatMarkCount; ++mark) {
        const QString word = lookOf(static_cast<HeatMark>(mark)).word;
        const int wide = iconLeft() + iconSize + gap + metrics.horizontalAdvance(word) + 2;
        if (left > 0 && left + wide > width) {
            left = 0;
            top += entryHeight;
        }
        places << QRect(left, top, wide, entryHeight);
        left += wide + entryGap;
    }
    return places;
}

QSize HeatLegend::sizeHint() const {
    const QList<QRect> line = entries(QWIDGETSIZE_MAX);
    return {line.last().right() + 1, entryHeight};
}

QSize HeatLegend::minimumSizeHint() const {
    int widest = 0;
    for (const QRect& place : entries(0))
        widest = std::max(widest, place.width());
    return {widest, entryHeight};
}

int HeatLegend::heightForWidth(int width) const {
    return entries(width).last().bottom() + 1;
}

void HeatLegend::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    HeatPainter cells(painter, t, swatch);
    const QList<QRect> places = entries(width());
    for (int i = 0; i < heatMarkCount; ++i) {
        const auto mark = static_cast<HeatMark>(i);
        const widgets::StateLook look = lookOf(mark);
        const QRect& place = places[i];
        if (m_shapes)
            cells.paintCell({place.left(), place.top() + (entryHeight - swatch) / 2, swatch, swatch}, mark,
                            {});
        style::paintIcon(painter,
                         QRectF(place.left() + iconLeft(), place.top() + (entryHeight - iconSize) / 2.0,
                                iconSize, iconSize),
                         look.icon, t[look.colour]);
        painter.setFont(font());
        painter.setPen(t[style::Token::secondary]);
        painter.drawText(place.adjusted(iconLeft() + iconSize + gap, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, look.word);
    }
}

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/plot_painting.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace labwarden::widgets {

using style::Token;

void paintGrid(QPainter& painter, const PlotScale& scale, const style::Tokens& t) {
    const QRectF& a = scale.area;
    painter.setFont(style::font(style::Text::caption));
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const ValueTick& tick :
         valueTicks(scale.range.lowest, scale.range.highest, std::max(2, int(a.height() / 36)))) {
        const qreal y = std::round(scale.yOf(tick.value));
        painter.setPen(t.mix(Token::surface, Token::border, 0.7));
        painter.drawLine(QPointF(a.left(), y), QPointF(a.right(), y));
        painter.setPen(t[Token::muted]);
        painter.drawText(QRectF(0, y - 8, a.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    for (const TimeTick& tick : timeTicks(scale.from, scale.to, std::max(2, int(a.width() / 84)))) {
        const qreal x = std::clamp(scale.xOf(tick.at), a.left() + 12, a.right() - 16);
        painter.drawText(QRectF(x - 40, a.bottom() + 5, 80, 16), Qt::AlignCenter, tick.label);
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void paintLimits(QPainter& painter, const PlotScale& scale, const std::vector<PlotLimit>& limits, bool bands,
                 const style::Tokens& t) {
    const QRectF& a = scale.area;
    painter.setFont(style::font(style::Text::captionStrong));
    int higherOnes = 0, lowerOnes = 0;
    for (const PlotLimit& limit : limits) {
        const bool above = limit.beyond == PlotLimit::Beyond::above;
        const qreal y = std::round(std::clamp(scale.yOf(limit.value), a.top(), a.bottom()));
        if (bands) {
            painter.fillRect(above ? QRectF(a.topLeft(), QPointF(a.right(), y))
                                   : QRectF(QPointF(a.left(), y), a.bottomRight()),
                             t.tint(limit.colour));
            continue;
        }
        if (limit.value < scale.range.lowest || limit.value > scale.range.highest) {
            // Beyond the picture, with what stands there: on which side, and how far it is.
            const bool higher = limit.value > scale.range.highest;
            const qreal top = higher ? a.top() + 2 + 16 * higherOnes++ : a.bottom() - 18 - 16 * lowerOnes++;
            painter.setPen(t[limit.colour]);
            painter.drawText(QRectF(a.left(), top, a.width() - 4, 16), Qt::AlignRight | Qt::AlignVCenter,
                             limit.label + QLatin1Char(' ') + QChar(higher ? 0x2191 : 0x2193));
            continue;
        }
        QPen dashed(t[limit.colour], 1);
        dashed.setDashPattern({4, 3});
        painter.setPen(dashed);
        painter.drawLine(QPointF(a.left(), y + 0.5), QPointF(a.right(), y + 0.5));
        painter.setPen(t[limit.colour]);
        // The label stands on the shaded side, unless there is no room for it.
        const bool over = above ? y - a.top() >= 18 : a.bottom() - y < 18;
        painter.drawText(QRectF(a.left(), over ? y - 18 : y + 2, a.width() - 4, 16),
                         Qt::AlignRight | Qt::AlignVCenter, limit.label);
    }
}

void paintSpans(QPainter& painter, const PlotScale& scale, const std::vector<PlotSpan>& spans,
                const style::Tokens& t) {
    constexpr qreal leastWidth = 3, headHeight = 3;
    const QRectF& a = scale.area;
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const PlotSpan& span : spans) {
        if (span.to < scale.from || span.from > scale.to)
            continue;
        const qreal left = std::max(scale.xOf(span.from), a.left());
        const qreal right = std::min(scale.xOf(span.to), a.right());
        const qreal missing = std::max(0.0, leastWidth - (right - left)) / 2;
        const QRectF box(QPointF(left - missing, a.top()), QPointF(right + missing, a.bottom()));
        if (span.kind == PlotSpan::Kind::gap) {
            painter.fillRect(box, QBrush(t.mix(Token::surface, Token::muted, 0.45), Qt::BDiagPattern));
            continue;
        }
        painter.fillRect(box, t.mix(Token::surface, span.colour, span.isChosen ? 0.34 : 0.18));
        painter.fillRect(QRectF(box.topLeft(), QSizeF(box.width(), headHeight)), t[span.colour]);
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void paintShade(QPainter& painter, const PlotScale& scale, const QList<QPointF>& points, style::Token colour,
                const style::Tokens& t) {
    if (points.size() < 2)
        return;
    const QRectF& a = scale.area;
    QPainterPath path;
    path.moveTo(scale.xOf({static_cast<std::int64_t>(points.front().x())}), a.bottom());
    for (const QPointF& point : points)
        path.lineTo(scale.xOf({static_cast<std::int64_t>(point.x())}), scale.yOf(point.y()));
    path.lineTo(scale.xOf({static_cast<std::int64_t>(points.back().x())}), a.bottom());
    QColor shade = t[colour];
    QLinearGradient fade(a.topLeft(), a.bottomLeft());
    shade.setAlphaF(0.16F);
    fade.setColorAt(0, shade);
    shade.setAlphaF(0.02F);
    fade.setColorAt(1, shade);
    painter.setClipRect(a);
    painter.fillPath(path, fade);
    painter.setClipping(false);
}

void paintEmpty(QPainter& painter, const QRectF& rect, const QString& text, const style::Tokens& t) {
    style::paintIcon(painter, QRectF(rect.center().x() - 12, rect.center().y() - 30, 24, 24),
                     style::Icon::chartLine, t[Token::muted]);
    painter.setFont(style::font(style::Text::secondary));
    painter.setPen(t[Token::muted]);
    painter.drawText(QRectF(rect.left(), rect.center().y() + 2, rect.width(), 20), Qt::AlignCenter, text);
}

} // namespace labwarden::widgets

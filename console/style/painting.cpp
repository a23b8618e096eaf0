// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/painting.h"

#include <QPainter>

#include <algorithm>

namespace labwarden::style {

void paintBox(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& outline,
              qreal outlineWidth) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (outline.isValid()) {
        painter.setPen(QPen(outline, outlineWidth));
        // The pen is centred on the path: half its width inwards puts a line of one pixel onto one pixel.
        const qreal inset = outlineWidth / 2;
        const qreal r = std::max<qreal>(0, radius - inset);
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), r, r);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(rect, radius, radius);
    }
    painter.restore();
}

void paintFocusRing(QPainter& painter, const QRectF& rect, qreal radius, const Tokens& tokens) {
    paintBox(painter, rect, radius, {}, tokens[Token::accent], 2);
}

void paintBar(QPainter& painter, const QRectF& rect, qreal share, const QColor& groove, const QColor& fill) {
    const qreal radius = rect.height() / 2;
    paintBox(painter, rect, radius, groove);
    const qreal width = rect.width() * std::clamp<qreal>(share, 0, 1);
    if (width > 0)
        paintBox(painter, {rect.left(), rect.top(), std::max(width, rect.height()), rect.height()}, radius,
                 fill);
}

} // namespace labwarden::style

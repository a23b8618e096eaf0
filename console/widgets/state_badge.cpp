// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/state_badge.h"

#include "console/style/fonts.h"
#include "console/style/painting.h"

#include <QPainter>

namespace labwarden::widgets {

namespace {
constexpr int pillHeight = 22;
constexpr int padding = 8;
constexpr int iconSize = 13;
constexpr int gap = 5;
} // namespace

StateBadge::StateBadge(QWidget* parent) : QWidget(parent), m_look(lookOf(DeviceState::available)) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(style::font(style::Text::secondaryStrong));
}

void StateBadge::setLook(const StateLook& look, const QString& detail) {
    const QString text = detail.isEmpty() ? look.word : look.word + QLatin1Char(' ') + detail;
    if (text == m_text && look.icon == m_look.icon && look.colour == m_look.colour)
        return;
    m_look = look;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const {
    return {2 * padding + iconSize + gap + fontMetrics().horizontalAdvance(m_text), pillHeight};
}

void StateBadge::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    const QRect box(0, (height() - pillHeight) / 2, width(), pillHeight);
    style::paintBox(painter, box, pillHeight / 2.0, t.tint(m_look.colour));
    const QRectF icon(box.left() + padding, box.center().y() - iconSize / 2.0 + 0.5, iconSize, iconSize);
    style::paintIcon(painter, icon, m_look.icon, t[m_look.colour]);
    painter.setPen(t[m_look.colour]);
    painter.drawText(box.adjusted(padding + iconSize + gap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     m_text);
}

} // namespace labwarden::widgets

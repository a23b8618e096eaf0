// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/pointed_device.h"

#include "console/board/heat_painter.h"

#include <QPainter>

namespace labwarden::board {

namespace {
constexpr int iconSize = 14;
constexpr int gap = 8;
} // namespace

PointedDevice::PointedDevice(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("pointedDevice"));
}

void PointedDevice::setDevice(const DeviceRow* device) {
    if (device ? m_device == *device : !m_device)
        return;
    m_device = device ? std::optional(*device) : std::nullopt;
    setAccessibleName(device ? QStringLiteral("%1, %2").arg(device->name, lookOf(markOf(*device)).word)
                             : QString());
    update();
}

void PointedDevice::setStale(bool stale) {
    m_stale = stale;
    update();
}

void PointedDevice::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    int left = 0;
    const auto write = [&](const QString& text, style::Text face, style::Token colour,
                           Qt::TextElideMode elide) {
        if (text.isEmpty() || left >= width())
            return;
        const QFont font = style::font(face);
        const QFontMetrics metrics(font);
        const QString shown = metrics.elidedText(text, elide, width() - left);
        painter.setFont(font);
        painter.setPen(t[colour]);
        painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
        left += metrics.horizontalAdvance(shown) + gap;
    };
    if (!m_device) {
        write(tr("Point at a cell to see its device"), style::Text::secondary, style::Token::muted,
              Qt::ElideRight);
        return;
    }
    const DeviceRow& row = *m_device;
    const widgets::StateLook look = lookOf(markOf(row));
    const style::Token colour = m_stale ? style::Token::muted : look.colour;
    style::paintIcon(painter, QRectF(0, (height() - iconSize) / 2.0, iconSize, iconSize), look.icon,
                     t[colour]);
    left = iconSize + 6;
    write(look.word, style::Text::secondaryStrong, colour, Qt::ElideRight);
    write(row.name, style::Text::secondaryStrong, style::Token::text, Qt::ElideMiddle);
    QStringList more;
    if (row.runNumber > 0)
        more << (row.percent >= 0 ? tr("#%1, %2 %").arg(row.runNumber).arg(row.percent)
                                  : tr("#%1").arg(row.runNumber));
    for (const QString& part : {row.note, row.model.isEmpty() ? row.type : row.model, row.location()})
        if (!part.isEmpty())
            more << part;
    write(more.join(QStringLiteral(" · ")), style::Text::secondary, style::Token::secondary, Qt::ElideRight);
}

} // namespace labwarden::board

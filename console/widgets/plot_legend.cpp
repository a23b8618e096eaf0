// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/plot_legend.h"

#include "console/style/fonts.h"
#include "console/style/painting.h"

#include <QPainter>

namespace labwarden::widgets {

namespace {
constexpr int stroke = 12, strokeGap = 7, entryGap = 18;
}

PlotLegend::PlotLegend(QWidget* parent) : QWidget(parent) {
    setFont(style::font(style::Text::secondary));
}

void PlotLegend::setEntries(std::vector<Entry> entries) {
    m_entries = std::move(entries);
    QStringList names;
    for (const Entry& entry : m_entries)
        names << entry.name;
    setAccessibleName(tr("Lines: %1").arg(names.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

QSize PlotLegend::sizeHint() const {
    int width = 0;
    for (const Entry& entry : m_entries)
        width += stroke + strokeGap + fontMetrics().horizontalAdvance(entry.name) + entryGap;
    return {width, 18};
}

void PlotLegend::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    int x = 0;
    for (const Entry& entry : m_entries) {
        style::paintBox(painter, QRectF(x, height() / 2.0 - 1, stroke, 2), 1, t[entry.colour]);
        x += stroke + strokeGap;
        painter.setPen(t[style::Token::secondary]);
        painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, entry.name);
        x += fontMetrics().horizontalAdvance(entry.name) + entryGap;
    }
}

} // namespace labwarden::widgets

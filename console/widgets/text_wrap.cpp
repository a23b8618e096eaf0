// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/text_wrap.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace labwarden::widgets {
namespace {

QString lines(QString text) {
    return text.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
}

QSize layOut(QTextLayout& layout, qreal width) {
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    qreal height = 0;
    qreal widest = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max<qreal>(1, width));
        line.setPosition({0, height});
        height += line.height();
        widest = std::max(widest, line.naturalTextWidth());
    }
    layout.endLayout();
    return {static_cast<int>(std::ceil(widest)), static_cast<int>(std::ceil(height))};
}

} // namespace

QSize wrappedSize(const QString& text, const QFont& font, int width) {
    if (text.isEmpty())
        return {0, 0};
    QTextLayout layout(lines(text), font);
    return layOut(layout, width);
}

void paintWrapped(QPainter& painter, const QRect& rect, const QString& text, const QFont& font) {
    QTextLayout layout(lines(text), font);
    layOut(layout, rect.width());
    layout.draw(&painter, rect.topLeft());
}

} // namespace labwarden::widgets

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/chip.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"

#include <QKeyEvent>
#include <QPainter>

namespace labwarden::widgets {

namespace {
constexpr int padding = 12;
constexpr int dotSize = 7;
constexpr int dotGap = 6;
constexpr int countGap = 7;
constexpr int glyphSize = 13;
} // namespace

Chip::Chip(const QString& word, std::optional<style::Token> dot, QWidget* parent)
    : QAbstractButton(parent), m_dot(dot) {
    setText(word);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setFont(style::font(style::Text::secondaryStrong));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCount(std::nullopt);
}

void Chip::setCount(std::optional<int> count) {
    if (count == m_count && !accessibleName().isEmpty())
        return;
    m_count = count;
    setAccessibleName(count ? QStringLiteral("%1, %2").arg(text()).arg(*count) : text());
    updateGeometry();
    update();
}

void Chip::setGlyph(style::Icon icon) {
    m_glyph = icon;
    updateGeometry();
    update();
}

int Chip::signWidth() const {
    return !m_dot ? 0 : (m_glyph ? glyphSize : dotSize) + dotGap;
}

QSize Chip::sizeHint() const {
    const int count = m_count ? countGap + fontMetrics().horizontalAdvance(countText(*m_count)) : 0;
    return {2 * padding + signWidth() + fontMetrics().horizontalAdvance(text()) + count,
            style::metrics::chipHeight};
}

void Chip::paintEvent(QPaintEvent*) {
    const style::Tokens& t = style::tokens(this);
    QPainter painter(this);
    const QRectF box = rect();
    const qreal radius = box.height() / 2;
    const QColor ground = isChecked()    ? t.tint(style::Token::accent)
                          : underMouse() ? t[style::Token::raised]
                                         : t[style::Token::surface];
    style::paintBox(painter, box, radius, ground,
                    t[isChecked() ? style::Token::accent : style::Token::border]);
    if (hasFocus())
        style::paintFocusRing(painter, box, radius, t);
    qreal x = padding;
    const int size = m_glyph ? glyphSize : dotSize;
    const QRectF sign(x, box.center().y() - size / 2.0, size, size);
    if (m_dot && m_glyph)
        style::paintIcon(painter, sign, *m_glyph, t[*m_dot]);
    else if (m_dot)
        style::paintBox(painter, sign, dotSize / 2.0, t[*m_dot]);
    x += signWidth();
    painter.setPen(t[isChecked() ? style::Token::text : style::Token::secondary]);
    const QRectF room(x, 0, box.width() - x - padding, box.height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, text());
    if (m_count)
        painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, countText(*m_count));
}

void Chip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace labwarden::widgets

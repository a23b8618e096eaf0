// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/nav_button.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"

#include <QPainter>

namespace labwarden::console {
namespace {

constexpr int buttonHeight = 34;
constexpr int iconLeft = 12;
constexpr int textLeft = 38;
constexpr int rightMargin = 10;

} // namespace

using style::Token;

NavButton::NavButton(style::Icon icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent), m_icon(icon) {
    setText(name);
    setAccessibleName(name);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavButton::setCount(int count) {
    if (count == m_count)
        return;
    m_count = count;
    describe();
}

void NavButton::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    describe();
}

QString NavButton::countWords() const {
    return m_stale ? QStringLiteral("~%1").arg(widgets::countText(m_count)) : widgets::countText(m_count);
}

void NavButton::describe() {
    setAccessibleDescription(m_count < 0 ? QString()
                             : m_stale   ? tr("%1, may have changed").arg(widgets::countText(m_count))
                                         : widgets::countText(m_count));
    update();
}

QSize NavButton::sizeHint() const {
    return {180, buttonHeight};
}

void NavButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& tokens = style::tokens(this);
    const QRectF box = rect();
    if (isChecked())
        style::paintBox(painter, box, style::metrics::radius,
                        tokens.mix(Token::surface, Token::accent, tokens.isDark() ? 0.16 : 0.12));
    else if (underMouse())
        style::paintBox(painter, box, style::metrics::radius, tokens[Token::raised]);
    if (hasFocus())
        style::paintFocusRing(painter, box, style::metrics::radius, tokens);

    constexpr int icon = style::metrics::icon;
    style::paintIcon(painter, QRectF(iconLeft, (buttonHeight - icon) / 2.0, icon, icon), m_icon,
                     tokens[isChecked() ? Token::accent : Token::secondary]);
    painter.setFont(style::font(isChecked() ? style::Text::bodyStrong : style::Text::bodyMedium));
    painter.setPen(tokens[isChecked() ? Token::text : Token::secondary]);
    painter.drawText(box.adjusted(textLeft, 0, -rightMargin, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (m_count >= 0) {
        painter.setFont(style::font(style::Text::secondary));
        painter.setPen(tokens[Token::muted]);
        painter.drawText(box.adjusted(0, 0, -rightMargin, 0), Qt::AlignVCenter | Qt::AlignRight,
                         countWords());
    }
}

void NavButton::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void NavButton::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/user_chip.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QPainter>

namespace labwarden::console {
namespace {

constexpr int chipHeight = 48;
constexpr int avatar = 30;
constexpr int gear = 16;
constexpr int margin = 8;

} // namespace

using style::Token;

UserChip::UserChip(QWidget* parent) : QAbstractButton(parent) {
    setObjectName(QStringLiteral("userChip"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Your account, appearance, sign out"));
}

void UserChip::setUser(const UserInfo& user) {
    m_name = QString::fromStdString(user.displayName.empty() ? user.username : user.displayName);
    QStringList roles;
    for (const auto& role : user.roles)
        roles << QString::fromStdString(role);
    m_role = roles.join(QLatin1String(", "));
    if (!m_role.isEmpty())
        m_role[0] = m_role[0].toUpper();
    setAccessibleName(tr("%1, %2: your account, appearance, sign out").arg(m_name, m_role));
    update();
}

QString UserChip::initials(const QString& name) {
    const auto words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    QString letters = words.first().left(1);
    if (words.size() > 1)
        letters += words.last().left(1);
    return letters.toUpper();
}

QSize UserChip::sizeHint() const {
    return {180, chipHeight};
}

void UserChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& tokens = style::tokens(this);
    if (underMouse() || isDown())
        style::paintBox(painter, rect(), style::metrics::radius, tokens[Token::raised]);
    if (hasFocus())
        style::paintFocusRing(painter, rect(), style::metrics::radius, tokens);

    const QRectF circle(margin, (chipHeight - avatar) / 2.0, avatar, avatar);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.mix(Token::surface, Token::secondary, 0.22));
    painter.drawEllipse(circle);
    painter.setFont(style::font(style::Text::captionStrong));
    painter.setPen(tokens[Token::text]);
    painter.drawText(circle, Qt::AlignCenter, initials(m_name));

    const qreal left = circle.right() + 10;
    const qreal width = this->width() - left - gear - 2 * margin;
    const auto line = [&](qreal top, style::Text text, Token token, const QString& words) {
        painter.setFont(style::font(text));
        painter.setPen(tokens[token]);
        const QRectF box(left, top, width, 18);
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, static_cast<int>(width)));
    };
    line(m_role.isEmpty() ? 15 : 6, style::Text::bodyMedium, Token::text, m_name);
    line(24, style::Text::caption, Token::muted, m_role);
    style::paintIcon(painter, QRectF(this->width() - gear - margin, (chipHeight - gear) / 2.0, gear, gear),
                     style::Icon::settings, tokens[Token::secondary]);
}

void UserChip::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void UserChip::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/control_painting.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QPainter>
#include <QStyleOption>

namespace labwarden::style {

namespace {

struct ButtonColours {
    QColor ground, outline, text;
};

ButtonColours coloursOf(const QStyleOption& option, ButtonRole role, const Tokens& t) {
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    const bool down = enabled && (option.state & (QStyle::State_Sunken | QStyle::State_On));
    if (!enabled)
        return {role == ButtonRole::plain ? QColor() : t[Token::raised],
                role == ButtonRole::plain ? QColor() : t[Token::border], t[Token::muted]};
    // Darker under the pointer, so that white keeps its contrast on it.
    const int shade = down ? 118 : hovered ? 108 : 100;
    switch (role) {
    case ButtonRole::primary:
        return {t[Token::filled].darker(shade), {}, t[Token::onFilled]};
    case ButtonRole::danger:
        return {down || hovered ? t.tint(Token::failed) : t[Token::surface],
                down || hovered ? t.tintBorder(Token::failed) : t[Token::border], t[Token::failed]};
    case ButtonRole::plain:
        return {down || hovered ? t[Token::raised] : QColor(),
                {},
                t[hovered || down ? Token::text : Token::secondary]};
    case ButtonRole::secondary:
        break;
    }
    return {down || hovered ? t[Token::raised] : t[Token::surface],
            hovered ? t.mix(Token::border, Token::muted, 0.3) : t[Token::border], t[Token::text]};
}

ButtonRole roleOf(const QStyleOptionButton& button, const QWidget* widget) {
    const ButtonRole role = buttonRole(widget);
    const bool isDefault = button.features & QStyleOptionButton::DefaultButton;
    return role == ButtonRole::secondary && isDefault ? ButtonRole::primary : role;
}

void paintBevel(const QStyleOptionButton& button, QPainter& painter, const QWidget* widget) {
    const Tokens& t = tokens(button.palette);
    const ButtonColours colours = coloursOf(button, roleOf(button, widget), t);
    paintBox(painter, button.rect, metrics::radius, colours.ground, colours.outline);
}

void paintLabel(const QStyleOptionButton& button, QPainter& painter, const QWidget* widget) {
    constexpr int gap = 8;
    const Tokens& t = tokens(button.palette);
    const ButtonColours colours = coloursOf(button, roleOf(button, widget), t);
    const QSize iconSize = button.icon.isNull() ? QSize() : button.iconSize;
    const bool menu = button.features & QStyleOptionButton::HasMenu;
    const int iconPart = button.icon.isNull() ? 0 : iconSize.width() + (button.text.isEmpty() ? 0 : gap);
    const int menuPart = menu ? 14 + gap : 0;
    const int room = button.rect.width() - iconPart - menuPart - 12;
    const QString text =
        button.fontMetrics.elidedText(button.text, Qt::ElideRight, room, Qt::TextShowMnemonic);
    const int textWidth = button.fontMetrics.size(Qt::TextShowMnemonic, text).width();
    int x = button.rect.left() + (button.rect.width() - iconPart - textWidth - menuPart) / 2;
    const int y = button.rect.center().y() + 1;
    if (!button.icon.isNull()) {
        const QIcon::Mode mode = button.state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled;
        button.icon.paint(&painter, QRect(QPoint(x, y - iconSize.height() / 2), iconSize), Qt::AlignCenter,
                          mode);
        x += iconPart;
    }
    painter.setPen(colours.text);
    painter.drawText(QRect(x, button.rect.top(), textWidth, button.rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic, text);
    if (menu)
        paintIcon(painter, QRectF(x + textWidth + gap, y - 7, 14, 14), Icon::chevronDown, colours.text);
}

void paintToolBevel(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    const Tokens& t = tokens(option.palette);
    const ButtonRole role = buttonRole(widget);
    const ButtonColours colours =
        coloursOf(option, role == ButtonRole::secondary ? ButtonRole::plain : role, t);
    paintBox(painter, option.rect, metrics::radius, colours.ground, colours.outline);
}

void paintProgress(const QStyleOptionProgressBar& bar, QPainter& painter) {
    const Tokens& t = tokens(bar.palette);
    const QRectF groove(bar.rect.left(), bar.rect.center().y() - 2, bar.rect.width(), 4);
    const int span = bar.maximum - bar.minimum;
    const qreal share = span > 0 ? qreal(bar.progress - bar.minimum) / span : 0;
    paintBar(painter, groove, share, t[Token::border], t[Token::accent]);
}

} // namespace

bool paintButton(QStyle::ControlElement element, const QStyleOption& option, QPainter& painter,
                 const QWidget* widget) {
    switch (element) {
    case QStyle::CE_PushButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option)) {
            paintBevel(*button, painter, widget);
            paintLabel(*button, painter, widget);
            if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange)
                paintFocusRing(painter, option.rect, metrics::radius, tokens(option.palette));
            return true;
        }
        return false;
    case QStyle::CE_PushButtonBevel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option)) {
            paintBevel(*button, painter, widget);
            return true;
        }
        return false;
    case QStyle::CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option)) {
            paintLabel(*button, painter, widget);
            return true;
        }
        return false;
    case QStyle::CE_ProgressBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(&option)) {
            paintProgress(*bar, painter);
            return true;
        }
        return false;
    default:
        return false;
    }
}

bool paintToolButtonGround(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    paintToolBevel(option, painter, widget);
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange)
        paintFocusRing(painter, option.rect, metrics::radius, tokens(option.palette));
    return true;
}

} // namespace labwarden::style

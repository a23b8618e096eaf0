// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/control_painting.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>

#include <cmath>

namespace labwarden::style {

namespace {

void paintInput(const QStyleOption& option, QPainter& painter, const Tokens& t) {
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool focused = enabled && (option.state & QStyle::State_HasFocus);
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    const QColor outline = hovered ? t.mix(Token::border, Token::muted, 0.4) : t[Token::border];
    paintBox(painter, option.rect, metrics::radius, t[enabled ? Token::surface : Token::bg], outline);
    if (focused)
        paintFocusRing(painter, option.rect, metrics::radius, t);
}

void paintIndicator(const QStyleOption& option, QPainter& painter, const Tokens& t, bool round) {
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    // On whole pixels, and never beyond the rectangle: a check box has no room around it.
    const QPointF middle = QRectF(option.rect).center();
    const QRectF box(std::floor(middle.x() - 8), std::floor(middle.y() - 8), 16, 16);
    const qreal radius = round ? 8 : 4;
    const QColor fill = on ? t[enabled ? Token::filled : Token::muted] : t[Token::surface];
    paintBox(painter, box, radius, fill, on ? fill : t.mix(Token::border, Token::muted, 0.5));
    if (on && round)
        paintBox(painter, box.adjusted(5, 5, -5, -5), 3, t[Token::onFilled]);
    else if (on)
        paintIcon(painter, box.adjusted(2, 2, -2, -2),
                  option.state & QStyle::State_NoChange ? Icon::minus : Icon::check, t[Token::onFilled]);
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange)
        paintFocusRing(painter, box, radius, t);
}

void paintArrow(const QStyleOption& option, QPainter& painter, const Tokens& t, Icon icon) {
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRectF box(option.rect.center().x() - 6.5, option.rect.center().y() - 6.5, 14, 14);
    paintIcon(painter, box, icon, t[enabled ? Token::secondary : Token::muted]);
}

} // namespace

bool paintPrimitive(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter,
                    const QWidget* widget) {
    const Tokens& t = tokens(option.palette);
    switch (element) {
    case QStyle::PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(&option);
            frame && frame->lineWidth > 0)
            paintInput(option, painter, t);
        return true;
    case QStyle::PE_FrameLineEdit:
        return true; // painted with its ground
    case QStyle::PE_Frame:
        if (qobject_cast<const QPlainTextEdit*>(widget))
            paintInput(option, painter, t);
        else if (qobject_cast<const QAbstractItemView*>(widget) ||
                 qobject_cast<const QAbstractScrollArea*>(widget))
            paintBox(painter, option.rect, metrics::radius, {},
                     t[option.state & QStyle::State_HasFocus ? Token::accent : Token::border]);
        else
            paintBox(painter, option.rect, metrics::radius, {}, t[Token::border]);
        return true;
    case QStyle::PE_FrameGroupBox:
        paintBox(painter, option.rect, metrics::cardRadius, t[Token::surface], t[Token::border]);
        return true;
    case QStyle::PE_FrameFocusRect:
        if (option.state & QStyle::State_KeyboardFocusChange)
            paintFocusRing(painter, option.rect, 4, t);
        return true;
    case QStyle::PE_FrameStatusBarItem:
    case QStyle::PE_FrameTabWidget:
        return true;
    case QStyle::PE_FrameTabBarBase:
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                         t[Token::border]);
        return true;
    case QStyle::PE_PanelTipLabel:
    case QStyle::PE_PanelMenu:
    case QStyle::PE_FrameMenu:
        painter.fillRect(option.rect, t[Token::border]);
        painter.fillRect(option.rect.adjusted(1, 1, -1, -1), t[Token::raised]);
        return true;
    case QStyle::PE_PanelButtonTool:
        return paintToolButtonGround(option, painter, widget);
    case QStyle::PE_IndicatorCheckBox:
    case QStyle::PE_IndicatorItemViewItemCheck:
        paintIndicator(option, painter, t, false);
        return true;
    case QStyle::PE_IndicatorRadioButton:
        paintIndicator(option, painter, t, true);
        return true;
    case QStyle::PE_IndicatorArrowDown:
        paintArrow(option, painter, t, Icon::chevronDown);
        return true;
    case QStyle::PE_IndicatorArrowUp:
        paintArrow(option, painter, t, Icon::chevronUp);
        return true;
    case QStyle::PE_IndicatorArrowRight:
        paintArrow(option, painter, t, Icon::chevronRight);
        return true;
    case QStyle::PE_IndicatorArrowLeft:
        paintArrow(option, painter, t, Icon::chevronLeft);
        return true;
    case QStyle::PE_IndicatorHeaderArrow:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option))
            paintArrow(option, painter, t,
                       header->sortIndicator == QStyleOptionHeader::SortUp ? Icon::arrowDown : Icon::arrowUp);
        return true;
    case QStyle::PE_PanelItemViewRow:
        return true; // each cell paints its own ground
    case QStyle::PE_PanelItemViewItem:
        if (option.state & QStyle::State_Selected)
            painter.fillRect(option.rect, option.palette.color(QPalette::Highlight));
        else if (option.state & QStyle::State_MouseOver && option.state & QStyle::State_Enabled)
            painter.fillRect(option.rect, t[Token::raised]);
        return true;
    default:
        return false;
    }
}

} // namespace labwarden::style

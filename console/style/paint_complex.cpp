// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/control_painting.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace labwarden::style {

namespace {

constexpr int spinButtonWidth = 24;

void paintInputBox(const QStyleOptionComplex& option, QPainter& painter) {
    const Tokens& t = tokens(option.palette);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    paintBox(painter, option.rect, metrics::radius, t[enabled ? Token::surface : Token::bg],
             hovered ? t.mix(Token::border, Token::muted, 0.4) : t[Token::border]);
    if (enabled && option.state & QStyle::State_HasFocus)
        paintFocusRing(painter, option.rect, metrics::radius, t);
}

void paintScrollBar(const QStyleOptionSlider& bar, QPainter& painter) {
    const Tokens& t = tokens(bar.palette);
    if (bar.minimum == bar.maximum)
        return;
    const bool active = bar.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const QRectF handle = QRectF(scrollBarRect(&bar, QStyle::SC_ScrollBarSlider));
    const QRectF slim = bar.orientation == Qt::Vertical ? handle.adjusted(active ? 2 : 3, 2, -2, -2)
                                                        : handle.adjusted(2, active ? 2 : 3, -2, -2);
    paintBox(painter, slim, std::min(slim.width(), slim.height()) / 2,
             t.mix(Token::border, Token::muted, active ? 0.7 : 0.3));
}

void paintComboBox(const QStyleOptionComboBox& box, QPainter& painter) {
    const Tokens& t = tokens(box.palette);
    if (box.frame)
        paintInputBox(box, painter);
    else if (box.state & QStyle::State_HasFocus && box.state & QStyle::State_KeyboardFocusChange)
        paintFocusRing(painter, box.rect, metrics::radius, t);
    const QRectF arrow(box.rect.right() - 21, box.rect.center().y() - 6, 14, 14);
    paintIcon(painter, arrow, box.frame ? Icon::chevronDown : Icon::chevronsUpDown,
              t[box.state & QStyle::State_Enabled ? Token::secondary : Token::muted]);
}

void paintSpinBox(const QStyleOptionSpinBox& box, QPainter& painter) {
    const Tokens& t = tokens(box.palette);
    if (box.frame)
        paintInputBox(box, painter);
    if (box.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const auto arrow = [&](QStyle::SubControl part, Icon icon, QAbstractSpinBox::StepEnabledFlag able) {
        const QRectF area = spinBoxRect(&box, part);
        const bool enabled = box.state & QStyle::State_Enabled && box.stepEnabled & able;
        const bool hovered = box.activeSubControls & part && box.state & QStyle::State_MouseOver;
        paintIcon(painter, QRectF(area.center().x() - 6, area.center().y() - 6, 12, 12), icon,
                  t[!enabled  ? Token::border
                    : hovered ? Token::text
                              : Token::secondary]);
    };
    arrow(QStyle::SC_SpinBoxUp, Icon::chevronUp, QAbstractSpinBox::StepUpEnabled);
    arrow(QStyle::SC_SpinBoxDown, Icon::chevronDown, QAbstractSpinBox::StepDownEnabled);
}

} // namespace

QRect scrollBarRect(const QStyleOptionComplex* option, QStyle::SubControl part) {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar)
        return {};
    const bool vertical = bar->orientation == Qt::Vertical;
    const int length = vertical ? bar->rect.height() : bar->rect.width();
    int handle = length;
    if (bar->maximum != bar->minimum) {
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        handle = static_cast<int>(qint64(bar->pageStep) * length / (range + bar->pageStep));
        handle = std::clamp(handle, std::min(32, length), length);
    }
    const int start = QStyle::sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                      length - handle, bar->upsideDown);
    const auto along = [&](int from, int size) {
        return vertical ? QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size)
                        : QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height());
    };
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return bar->rect;
    case QStyle::SC_ScrollBarSlider:
        return along(start, handle);
    case QStyle::SC_ScrollBarSubPage:
        return along(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return along(start + handle, length - start - handle);
    default:
        return {}; // no arrows at the ends
    }
}

QRect spinBoxRect(const QStyleOptionComplex* option, QStyle::SubControl part) {
    const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (!box)
        return {};
    const QRect& r = box->rect;
    const int buttons = box->buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : spinButtonWidth;
    const QRect column(r.right() - buttons, r.top() + 3, buttons, r.height() - 6);
    switch (part) {
    case QStyle::SC_SpinBoxUp:
        return column.adjusted(0, 0, 0, -column.height() / 2);
    case QStyle::SC_SpinBoxDown:
        return column.adjusted(0, column.height() / 2, 0, 0);
    case QStyle::SC_SpinBoxEditField:
        return QStyle::visualRect(box->direction, r, r.adjusted(2, 1, -buttons - 2, -1));
    default:
        return r;
    }
}

bool paintComplex(QStyle::ComplexControl control, const QStyleOptionComplex& option, QPainter& painter,
                  const QWidget*) {
    switch (control) {
    case QStyle::CC_ScrollBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(&option)) {
            paintScrollBar(*bar, painter);
            return true;
        }
        return false;
    case QStyle::CC_ComboBox:
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(&option)) {
            paintComboBox(*box, painter);
            return true;
        }
        return false;
    case QStyle::CC_SpinBox:
        if (const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(&option)) {
            paintSpinBox(*box, painter);
            return true;
        }
        return false;
    default:
        return false;
    }
}

} // namespace labwarden::style

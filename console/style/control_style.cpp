// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/control_style.h"

#include "console/style/control_painting.h"
#include "console/style/metrics.h"
#include "console/style/tokens.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

#include <algorithm>

namespace labwarden::style {

namespace {
constexpr char roleProperty[] = "labwardenButtonRole";
constexpr qreal textMargin = 7;
} // namespace

void setButtonRole(QAbstractButton* button, ButtonRole role) {
    button->setProperty(roleProperty, static_cast<int>(role));
    button->update();
}

ButtonRole buttonRole(const QWidget* button) {
    return button ? static_cast<ButtonRole>(button->property(roleProperty).toInt()) : ButtonRole::secondary;
}

ControlStyle::ControlStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void ControlStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    const bool hovers = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                        qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
                        qobject_cast<QScrollBar*>(widget) || qobject_cast<QTabBar*>(widget) ||
                        qobject_cast<QHeaderView*>(widget);
    if (hovers)
        widget->setAttribute(Qt::WA_Hover);
    if (auto* text = qobject_cast<QPlainTextEdit*>(widget); text && text->frameShape() != QFrame::NoFrame) {
        // Its ground is painted with its frame, so that the corners are round, and the text stands as in a
        // line.
        text->viewport()->setAutoFillBackground(false);
        text->document()->setDocumentMargin(textMargin);
    }
}

int ControlStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_ScrollBarExtent:
        return metrics::scrollBar;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return metrics::icon;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabOverlap:
        return 0;
    case PM_HeaderMargin:
        return 6;
    case PM_FocusFrameHMargin: // and one more is what item views put around a cell's icon and text
        return 5;
    case PM_HeaderMarkSize:
        return 12;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return metrics::grid;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return 12;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ControlStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* returnData) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ComboBox_Popup:
    case SH_TabBar_ElideMode:
    case SH_ItemView_ActivateItemOnSingleClick: // one click selects, on every desktop
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_TabBar_PreferNoArrows:
        return 1;
    case SH_Header_ArrowAlignment:
        return Qt::AlignRight | Qt::AlignVCenter;
    case SH_Table_GridLineColor:
        return static_cast<int>(tokens(option ? option->palette : QPalette())[Token::border].rgba());
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize ControlStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                     const QWidget* widget) const {
    const QSize fusion = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        const bool iconOnly = button && button->text.isEmpty() && !button->icon.isNull();
        const int padding = iconOnly ? 16 : 28;
        return {std::max(size.width() + padding, metrics::controlHeight), metrics::controlHeight};
    }
    case CT_ToolButton:
        return {std::max(fusion.width(), metrics::controlHeight),
                std::max(fusion.height(), metrics::controlHeight)};
    case CT_LineEdit:
    case CT_SpinBox:
        return {fusion.width() + 12, metrics::controlHeight};
    case CT_ComboBox:
        return {size.width() + 44, metrics::controlHeight};
    case CT_TabBarTab:
        return {fusion.width() + 4, metrics::tabHeight};
    case CT_HeaderSection:
        return {fusion.width(), std::max(fusion.height(), metrics::headerHeight)};
    case CT_MenuItem:
        return menuItemSize(option, fusion);
    case CT_ItemViewItem:
        return {fusion.width(), std::max(fusion.height(), metrics::menuRowHeight)};
    default:
        return fusion;
    }
}

QRect ControlStyle::subElementRect(SubElement element, const QStyleOption* option,
                                   const QWidget* widget) const {
    switch (element) {
    case SE_LineEditContents:
        return option->rect.adjusted(8, 1, -8, -1);
    case SE_HeaderArrow:
        return {option->rect.right() - 19, option->rect.center().y() - 6, 12, 12};
    case SE_PushButtonFocusRect:
    case SE_TabBarTabText:
        return option->rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect ControlStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                   SubControl subControl, const QWidget* widget) const {
    switch (control) {
    case CC_ScrollBar:
        return scrollBarRect(option, subControl);
    case CC_ComboBox:
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
            box && subControl == SC_ComboBoxEditField)
            // An editable one holds a line edit, which brings its own margin.
            return visualRect(box->direction, box->rect,
                              box->rect.adjusted(box->editable ? 2 : 10, 1, -28, -1));
        if (subControl == SC_ComboBoxArrow) {
            const QRect& r = option->rect;
            return visualRect(option->direction, r, QRect(r.right() - 26, r.top(), 20, r.height()));
        }
        if (subControl == SC_ComboBoxListBoxPopup)
            return option->rect.translated(0, metrics::grid);
        break;
    case CC_SpinBox:
        return spinBoxRect(option, subControl);
    case CC_GroupBox:
        if (const auto* box = qstyleoption_cast<const QStyleOptionGroupBox*>(option);
            box && subControl == SC_GroupBoxFrame && !box->text.isEmpty())
            return box->rect.adjusted(0, box->fontMetrics.height() + metrics::grid, 0, 0);
        break;
    default:
        break;
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
    if (!paintPrimitive(element, *option, *painter, widget))
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void ControlStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    if (!paintButton(element, *option, *painter, widget) &&
        !paintNavigation(element, *option, *painter, widget))
        QProxyStyle::drawControl(element, option, painter, widget);
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
    if (!paintComplex(control, *option, *painter, widget))
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace labwarden::style

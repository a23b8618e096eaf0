// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProxyStyle>

class QAbstractButton;

namespace labwarden::style {

/// What a button is for: `secondary` outlined (the default), `primary` filled with the accent (one a page),
/// `danger` outlined with red text, `plain` without box until it is hovered.
enum class ButtonRole { secondary, primary, danger, plain };

void setButtonRole(QAbstractButton* button, ButtonRole role);
ButtonRole buttonRole(const QWidget* button);

/// Qt's own widgets in Labwarden's look: Fusion, with everything that is seen painted from the palette's
/// theme. What it does not paint itself falls back to Fusion. Theme installs it.
class ControlStyle : public QProxyStyle {
    Q_OBJECT
public:
    ControlStyle();

    void polish(QWidget* widget) override;
    using QProxyStyle::polish;

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                         const QWidget* widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

} // namespace labwarden::style

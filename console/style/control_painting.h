// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyle>

class QPainter;
class QStyleOption;
class QStyleOptionComplex;

/// The painting of ControlStyle, by kind of control. Each returns false for what it leaves to Fusion. Private
/// to console/style.
namespace labwarden::style {

/// Frames, grounds, check marks, arrows, rows. (paint_primitives.cpp)
bool paintPrimitive(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter,
                    const QWidget* widget);
/// Push and tool buttons, progress bars. (paint_buttons.cpp)
bool paintButton(QStyle::ControlElement element, const QStyleOption& option, QPainter& painter,
                 const QWidget* widget);
/// The ground of a tool button, which Fusion asks for as a primitive. (paint_buttons.cpp)
bool paintToolButtonGround(const QStyleOption& option, QPainter& painter, const QWidget* widget);
/// Tabs, table headers, menus. (paint_navigation.cpp)
bool paintNavigation(QStyle::ControlElement element, const QStyleOption& option, QPainter& painter,
                     const QWidget* widget);
/// Scroll bars, combo and spin boxes. (paint_complex.cpp)
bool paintComplex(QStyle::ComplexControl control, const QStyleOptionComplex& option, QPainter& painter,
                  const QWidget* widget);

QRect scrollBarRect(const QStyleOptionComplex* option, QStyle::SubControl part);
QRect spinBoxRect(const QStyleOptionComplex* option, QStyle::SubControl part);
QSize menuItemSize(const QStyleOption* option, const QSize& fusion);

} // namespace labwarden::style

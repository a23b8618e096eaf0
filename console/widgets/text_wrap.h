// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace labwarden::widgets {

/// The room that a text takes in lines of at most `width`: it is broken between words, and within one that is
/// longer than a line. Nothing is cut. An empty text takes none.
QSize wrappedSize(const QString& text, const QFont& font, int width);

/// Paints it so, with the painter's pen, from the upper left corner of `rect` and as wide.
void paintWrapped(QPainter& painter, const QRect& rect, const QString& text, const QFont& font);

} // namespace labwarden::widgets

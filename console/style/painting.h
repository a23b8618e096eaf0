// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/tokens.h"

#include <QRect>

class QPainter;

namespace labwarden::style {

/// A rounded box whose outline lies inside `rect`, sharp on straight edges. An invalid colour leaves its part
/// out.
void paintBox(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill,
              const QColor& outline = {}, qreal outlineWidth = 1);

/// The mark of what has the keyboard: an accent outline inside `rect`, two pixels wide.
void paintFocusRing(QPainter& painter, const QRectF& rect, qreal radius, const Tokens& tokens);

/// A horizontal bar with round ends; `share` (0 to 1) of it in `fill`.
void paintBar(QPainter& painter, const QRectF& rect, qreal share, const QColor& groove, const QColor& fill);

} // namespace labwarden::style

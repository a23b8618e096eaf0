// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/tokens.h"
#include "console/widgets/plot_axes.h"

#include <QList>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace labwarden::widgets {

/// A limit: a dashed line with its label, and the area beyond it shaded.
struct PlotLimit {
    enum class Beyond { above, below };
    double value = 0;
    QString label; ///< "fail above 78 °C"
    Beyond beyond = Beyond::above;
    style::Token colour = style::Token::failed;
};

/// A stretch of time that is marked over the whole height: broken in its colour, without data hatched.
struct PlotSpan {
    enum class Kind { marked, gap };
    Timestamp from, to;
    Kind kind = Kind::marked;
    style::Token colour = style::Token::failed;
    bool isChosen = false; ///< stands out from the others
    bool operator==(const PlotSpan&) const = default;
};

/// Where a time and a value are in a plot, in pixels. A plain value.
struct PlotScale {
    QRectF area;
    Timestamp from, to;
    ValueRange range;

    qreal xOf(Timestamp at) const {
        return area.left() +
               area.width() * static_cast<qreal>(at.ms - from.ms) / static_cast<qreal>(to.ms - from.ms);
    }
    qreal yOf(double value) const {
        return area.bottom() - area.height() * (value - range.lowest) / (range.highest - range.lowest);
    }
};

/// What of a plot is not its lines, which Qt Charts draws.
void paintGrid(QPainter& painter, const PlotScale& scale, const style::Tokens& t);
/// The areas beyond them (`bands`), or their lines and labels.
void paintLimits(QPainter& painter, const PlotScale& scale, const std::vector<PlotLimit>& limits, bool bands,
                 const style::Tokens& t);
/// However short it is, a span is seen.
void paintSpans(QPainter& painter, const PlotScale& scale, const std::vector<PlotSpan>& spans,
                const style::Tokens& t);
/// What lies below a line; x of its points is milliseconds since 1970, y the value.
void paintShade(QPainter& painter, const PlotScale& scale, const QList<QPointF>& points, style::Token colour,
                const style::Tokens& t);
void paintEmpty(QPainter& painter, const QRectF& rect, const QString& text, const style::Tokens& t);

} // namespace labwarden::widgets

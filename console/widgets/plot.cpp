// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/plot.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/painting.h"
#include "console/widgets/decimate.h"
#include "console/widgets/format.h"

#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainterPath>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

namespace labwarden::widgets {

using style::Token;

namespace {
constexpr qreal leftMargin = 44, rightMargin = 12, topMargin = 8, bottomMargin = 22;
constexpr qreal nearestPixels = 24; ///< a sample further from the cursor is not its value
} // namespace

struct Plot::Line {
    PlotSeries data;
    QLineSeries* series = nullptr; ///< belongs to the chart
    QList<QPointF> points;         ///< what is drawn, thinned
};

// Grid, labels and limits are painted here rather than by Qt Charts' own axes: those can't place ticks on
// full minutes of local time, and have no limits. The axes stay, unseen, to give the series their scale.
Plot::Plot(QWidget* parent) : QChartView(parent), m_emptyText(tr("No telemetry yet")) {
    auto* chart = new QChart;
    chart->setBackgroundVisible(false);
    chart->legend()->hide();
    chart->setMargins({});
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    for (const Qt::AlignmentFlag side : {Qt::AlignBottom, Qt::AlignLeft}) {
        auto* axis = new QValueAxis;
        axis->setVisible(false);
        chart->addAxis(axis, side);
    }
    setChart(chart); // the view owns it
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Telemetry"));
    layOut();
}

Plot::~Plot() = default;

void Plot::setSeries(std::vector<PlotSeries> series) {
    for (Line& line : m_lines)
        chart()->removeSeries(line.series);
    for (Line& line : m_lines)
        delete line.series;
    m_lines.clear();
    QStringList names;
    for (PlotSeries& one : series) {
        auto* line = new QLineSeries;
        chart()->addSeries(line);
        const QList<QAbstractAxis*> axes = chart()->axes();
        for (QAbstractAxis* axis : axes)
            line->attachAxis(axis);
        names << one.name;
        m_lines.push_back({std::move(one), line, {}});
    }
    setAccessibleName(names.isEmpty() ? tr("Telemetry")
                                      : tr("Telemetry: %1").arg(names.join(QStringLiteral(", "))));
    applyColours();
    layOut();
}

void Plot::replace(int series, std::vector<Sample> samples) {
    m_lines.at(static_cast<std::size_t>(series)).data.samples = std::move(samples);
    layOut();
}

void Plot::setLimits(std::vector<PlotLimit> limits) {
    m_limits = std::move(limits);
    layOut();
}

void Plot::setWindow(std::optional<std::pair<Timestamp, Timestamp>> window) {
    m_window = window;
    layOut();
}

void Plot::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

bool Plot::isEmpty() const {
    return std::all_of(m_lines.begin(), m_lines.end(),
                       [](const Line& line) { return line.data.samples.empty(); });
}

void Plot::layOut() {
    const QRectF plotArea = area();
    chart()->setPlotArea(plotArea);
    if (m_window) {
        std::tie(m_from, m_to) = *m_window;
    } else {
        m_from = {std::numeric_limits<std::int64_t>::max()};
        m_to = {std::numeric_limits<std::int64_t>::min()};
        for (const Line& line : m_lines)
            if (!line.data.samples.empty()) {
                m_from = std::min(m_from, line.data.samples.front().at);
                m_to = std::max(m_to, line.data.samples.back().at);
            }
        if (m_to < m_from)
            m_from = m_to = {0};
    }
    if (m_to <= m_from)
        m_to = m_from + std::chrono::seconds(1);

    double lowest = std::numeric_limits<double>::max();
    double highest = std::numeric_limits<double>::lowest();
    for (Line& line : m_lines) {
        line.points = decimate(line.data.samples, m_from, m_to, static_cast<int>(plotArea.width()));
        for (const QPointF& point : std::as_const(line.points)) {
            lowest = std::min(lowest, point.y());
            highest = std::max(highest, point.y());
        }
    }
    if (lowest <= highest) {
        // A limit belongs into the picture, unless that would flatten the curve to a line.
        const double span = std::max(highest - lowest, std::abs(highest) * 0.05);
        for (const PlotLimit& limit : m_limits)
            if (limit.value > lowest - 4 * span && limit.value < highest + 4 * span) {
                // With air beyond it, for the shaded band and the label.
                const bool above = limit.beyond == PlotLimit::Beyond::above;
                lowest = std::min(lowest, limit.value - (above ? 0 : 0.15 * span));
                highest = std::max(highest, limit.value + (above ? 0.15 * span : 0));
            }
        m_range = roundRange(lowest, highest);
    } else {
        m_range = {0, 1};
    }
    const auto scale = [this](Qt::Orientation orientation, double from, double to) {
        const QList<QAbstractAxis*> axes = chart()->axes(orientation);
        for (QAbstractAxis* axis : axes)
            axis->setRange(from, to);
    };
    scale(Qt::Horizontal, static_cast<double>(m_from.ms), static_cast<double>(m_to.ms));
    scale(Qt::Vertical, m_range.lowest, m_range.highest);
    for (Line& line : m_lines)
        line.series->replace(line.points);
    viewport()->update();
}

void Plot::applyColours() {
    const style::Tokens& t = style::tokens(this);
    for (Line& line : m_lines)
        line.series->setPen(QPen(t[line.data.colour], &line == &m_lines.front() ? 1.6 : 1.2, Qt::SolidLine,
                                 Qt::RoundCap, Qt::RoundJoin));
}

QRectF Plot::area() const {
    const QRectF all(viewport()->rect());
    QRectF inner = all.adjusted(leftMargin, topMargin, -rightMargin, -bottomMargin);
    inner.setSize(inner.size().expandedTo({1, 1}));
    return inner;
}

qreal Plot::xOf(Timestamp at) const {
    const QRectF a = area();
    return a.left() +
           a.width() * static_cast<qreal>(at.ms - m_from.ms) / static_cast<qreal>(m_to.ms - m_from.ms);
}

qreal Plot::yOf(double value) const {
    const QRectF a = area();
    return a.bottom() - a.height() * (value - m_range.lowest) / (m_range.highest - m_range.lowest);
}

void Plot::drawBackground(QPainter* painter, const QRectF&) {
    if (isEmpty())
        return;
    painter->save();
    paintLimits(*painter, true);
    paintGrid(*painter);
    paintShade(*painter);
    painter->restore();
}

void Plot::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    if (isEmpty()) {
        paintEmpty(*painter);
    } else {
        paintLimits(*painter, false);
        paintCursor(*painter);
    }
    if (hasFocus())
        style::paintFocusRing(*painter, viewport()->rect(), 4, style::tokens(this));
    painter->restore();
}

void Plot::paintGrid(QPainter& painter) const {
    const style::Tokens& t = style::tokens(this);
    const QRectF a = area();
    painter.setFont(style::font(style::Text::caption));
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const ValueTick& tick :
         valueTicks(m_range.lowest, m_range.highest, std::max(2, int(a.height() / 36)))) {
        const qreal y = std::round(yOf(tick.value));
        painter.setPen(t.mix(Token::surface, Token::border, 0.7));
        painter.drawLine(QPointF(a.left(), y), QPointF(a.right(), y));
        painter.setPen(t[Token::muted]);
        painter.drawText(QRectF(0, y - 8, leftMargin - 8, 16), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    for (const TimeTick& tick : timeTicks(m_from, m_to, std::max(2, int(a.width() / 84)))) {
        const qreal x = std::clamp(xOf(tick.at), a.left() + 12, a.right() - 16);
        painter.drawText(QRectF(x - 40, a.bottom() + 5, 80, 16), Qt::AlignCenter, tick.label);
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void Plot::paintLimits(QPainter& painter, bool bands) const {
    const style::Tokens& t = style::tokens(this);
    const QRectF a = area();
    painter.setFont(style::font(style::Text::captionStrong));
    int higherOnes = 0, lowerOnes = 0;
    for (const PlotLimit& limit : m_limits) {
        const bool above = limit.beyond == PlotLimit::Beyond::above;
        const qreal y = std::round(std::clamp(yOf(limit.value), a.top(), a.bottom()));
        if (bands) {
            painter.fillRect(above ? QRectF(a.topLeft(), QPointF(a.right(), y))
                                   : QRectF(QPointF(a.left(), y), a.bottomRight()),
                             t.tint(limit.colour));
            continue;
        }
        if (limit.value < m_range.lowest || limit.value > m_range.highest) {
            // Beyond the picture, with what stands there: on which side, and how far it is.
            const bool higher = limit.value > m_range.highest;
            const qreal top = higher ? a.top() + 2 + 16 * higherOnes++ : a.bottom() - 18 - 16 * lowerOnes++;
            painter.setPen(t[limit.colour]);
            painter.drawText(QRectF(a.left(), top, a.width() - 4, 16), Qt::AlignRight | Qt::AlignVCenter,
                             limit.label + QLatin1Char(' ') + QChar(higher ? 0x2191 : 0x2193));
            continue;
        }
        QPen dashed(t[limit.colour], 1);
        dashed.setDashPattern({4, 3});
        painter.setPen(dashed);
        painter.drawLine(QPointF(a.left(), y + 0.5), QPointF(a.right(), y + 0.5));
        painter.setPen(t[limit.colour]);
        // The label stands on the shaded side, unless there is no room for it.
        const bool over = above ? y - a.top() >= 18 : a.bottom() - y < 18;
        painter.drawText(QRectF(a.left(), over ? y - 18 : y + 2, a.width() - 4, 16),
                         Qt::AlignRight | Qt::AlignVCenter, limit.label);
    }
}

void Plot::paintShade(QPainter& painter) const {
    const Line& line = m_lines.front();
    if (line.points.size() < 2)
        return;
    const QRectF a = area();
    QPainterPath path;
    path.moveTo(xOf({static_cast<std::int64_t>(line.points.front().x())}), a.bottom());
    for (const QPointF& point : line.points)
        path.lineTo(xOf({static_cast<std::int64_t>(point.x())}), yOf(point.y()));
    path.lineTo(xOf({static_cast<std::int64_t>(line.points.back().x())}), a.bottom());
    QColor shade = style::tokens(this)[line.data.colour];
    QLinearGradient fade(a.topLeft(), a.bottomLeft());
    shade.setAlphaF(0.16F);
    fade.setColorAt(0, shade);
    shade.setAlphaF(0.02F);
    fade.setColorAt(1, shade);
    painter.setClipRect(a);
    painter.fillPath(path, fade);
    painter.setClipping(false);
    const QPointF last(xOf({static_cast<std::int64_t>(line.points.back().x())}), yOf(line.points.back().y()));
    if (a.adjusted(-1, -1, 1, 1).contains(last))
        style::paintBox(painter, QRectF(last.x() - 3.5, last.y() - 3.5, 7, 7), 3.5,
                        style::tokens(this)[line.data.colour]);
}

void Plot::paintCursor(QPainter& painter) const {
    if (!m_cursor)
        return;
    const style::Tokens& t = style::tokens(this);
    const QRectF a = area();
    const qreal x = xOf(*m_cursor);
    painter.setPen(QPen(t[Token::muted], 1));
    painter.drawLine(QPointF(x, a.top()), QPointF(x, a.bottom()));
    qreal textWidth = 0;
    painter.setFont(style::font(style::Text::caption));
    QStringList texts = cursorTexts();
    texts.prepend(timeText(*m_cursor));
    for (const QString& text : std::as_const(texts))
        textWidth = std::max<qreal>(textWidth, painter.fontMetrics().horizontalAdvance(text));
    for (const Line& line : m_lines)
        if (const Sample* sample = sampleAt(line, *m_cursor))
            style::paintBox(painter, QRectF(xOf(sample->at) - 3, yOf(sample->value) - 3, 6, 6), 3,
                            t[line.data.colour]);
    QRectF box(x + 10, a.top() + 6, textWidth + 16, static_cast<qreal>(texts.size()) * 16 + 10);
    if (box.right() > a.right())
        box.moveRight(x - 10);
    style::paintBox(painter, box, 5, t[Token::raised], t[Token::border]);
    QRectF row(box.left() + 8, box.top() + 5, textWidth, 16);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        painter.setPen(t[i == 0 ? Token::secondary : Token::text]);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, texts.at(i));
        row.translate(0, 16);
    }
}

void Plot::paintEmpty(QPainter& painter) const {
    const style::Tokens& t = style::tokens(this);
    const QRectF a(viewport()->rect());
    style::paintIcon(painter, QRectF(a.center().x() - 12, a.center().y() - 30, 24, 24),
                     style::Icon::chartLine, t[Token::muted]);
    painter.setFont(style::font(style::Text::secondary));
    painter.setPen(t[Token::muted]);
    painter.drawText(QRectF(a.left(), a.center().y() + 2, a.width(), 20), Qt::AlignCenter, m_emptyText);
}

const Sample* Plot::sampleAt(const Line& line, Timestamp at) const {
    const std::vector<Sample>& samples = line.data.samples;
    auto it = std::lower_bound(samples.begin(), samples.end(), at,
                               [](const Sample& s, Timestamp t) { return s.at < t; });
    if (it == samples.end() || (it != samples.begin() && at.ms - std::prev(it)->at.ms < it->at.ms - at.ms)) {
        if (it == samples.begin())
            return nullptr;
        --it;
    }
    return std::abs(xOf(it->at) - xOf(at)) <= nearestPixels ? &*it : nullptr;
}

QStringList Plot::cursorTexts() const {
    QStringList texts;
    if (m_cursor)
        for (const Line& line : m_lines)
            if (const Sample* sample = sampleAt(line, *m_cursor))
                texts << line.data.name + QLatin1Char(' ') + valueText(sample->value, line.data.unit);
    return texts;
}

void Plot::showCursor(std::optional<Timestamp> at) {
    m_cursor = isEmpty() ? std::nullopt : at;
    if (m_cursor)
        m_cursor = std::clamp(*m_cursor, m_from, m_to);
    setAccessibleDescription(m_cursor ? timeText(*m_cursor) + QStringLiteral(": ") +
                                            cursorTexts().join(QStringLiteral(", "))
                                      : QString());
    viewport()->update();
}

void Plot::moveCursor(std::optional<Timestamp> at) {
    showCursor(at);
    Q_EMIT cursorMoved();
}

Timestamp Plot::timeAt(qreal x) const {
    const QRectF a = area();
    const qreal share = (x - a.left()) / a.width();
    return {m_from.ms + static_cast<std::int64_t>(share * static_cast<qreal>(m_to.ms - m_from.ms))};
}

void Plot::mouseMoveEvent(QMouseEvent* event) {
    if (!area().contains(event->position()))
        return moveCursor({});
    moveCursor(timeAt(event->position().x()));
}

void Plot::leaveEvent(QEvent* event) {
    moveCursor({});
    QChartView::leaveEvent(event);
}

void Plot::keyPressEvent(QKeyEvent* event) {
    const int direction = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (direction == 0)
        return QChartView::keyPressEvent(event);
    const std::chrono::milliseconds step(std::max<std::int64_t>(1, (m_to.ms - m_from.ms) / 100));
    moveCursor(m_cursor ? *m_cursor + direction * step : m_to);
}

void Plot::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    layOut();
}

void Plot::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyColours();
        viewport()->update();
    }
}

} // namespace labwarden::widgets

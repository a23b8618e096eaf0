// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/plot.h"

#include "console/style/fonts.h"
#include "console/style/painting.h"
#include "console/widgets/decimate.h"
#include "console/widgets/format.h"

#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
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
    QList<QLineSeries*> parts;    ///< between its gaps, one at least; they belong to the chart
    QList<QList<QPointF>> points; ///< what is drawn of each, thinned
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
    for (const Line& line : m_lines)
        for (QLineSeries* part : line.parts) {
            chart()->removeSeries(part);
            delete part;
        }
    m_lines.clear();
    QStringList names;
    for (PlotSeries& one : series) {
        names << one.name;
        m_lines.push_back({std::move(one), {}, {}});
    }
    setAccessibleName(names.isEmpty() ? tr("Telemetry")
                                      : tr("Telemetry: %1").arg(names.join(QStringLiteral(", "))));
    layOut();
    applyColours();
}

void Plot::replace(int series, std::vector<Sample> samples, std::vector<TelemetryGap> gaps) {
    PlotSeries& line = m_lines.at(static_cast<std::size_t>(series)).data;
    line.samples = std::move(samples);
    line.gaps = std::move(gaps);
    layOut();
}

void Plot::setLimits(std::vector<PlotLimit> limits) {
    m_limits = std::move(limits);
    layOut();
}

void Plot::setSpans(std::vector<PlotSpan> spans) {
    m_spans = std::move(spans);
    viewport()->update();
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
        layOut(line, static_cast<int>(plotArea.width()));
        for (const QList<QPointF>& points : std::as_const(line.points))
            for (const QPointF& point : points) {
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
    const auto stretch = [this](Qt::Orientation orientation, double from, double to) {
        const QList<QAbstractAxis*> axes = chart()->axes(orientation);
        for (QAbstractAxis* axis : axes)
            axis->setRange(from, to);
    };
    stretch(Qt::Horizontal, static_cast<double>(m_from.ms), static_cast<double>(m_to.ms));
    stretch(Qt::Vertical, m_range.lowest, m_range.highest);
    for (Line& line : m_lines)
        for (qsizetype i = 0; i < line.parts.size(); ++i)
            line.parts[i]->replace(line.points[i]);
    viewport()->update();
}

/// What is seen of a line, and as many series as it has parts.
void Plot::layOut(Line& line, int pixels) {
    line.points.clear();
    const double perPixel = static_cast<double>((m_to - m_from).count()) / pixels;
    for (const auto part : splitAtGaps(line.data.samples, line.data.gaps)) {
        if (part.back().at < m_from || part.front().at > m_to)
            continue;
        line.points << decimate(part, m_from, m_to, pixels);
        if (line.points.last().size() == 1) // a line to itself, which is a dot
            line.points.last() << line.points.last().first() + QPointF(perPixel, 0);
    }
    if (line.points.isEmpty())
        line.points << QList<QPointF>();
    while (line.parts.size() > line.points.size()) {
        chart()->removeSeries(line.parts.last());
        delete line.parts.takeLast();
    }
    const bool grows = line.parts.size() < line.points.size();
    while (line.parts.size() < line.points.size()) {
        auto* part = new QLineSeries;
        chart()->addSeries(part);
        const QList<QAbstractAxis*> axes = chart()->axes();
        for (QAbstractAxis* axis : axes)
            part->attachAxis(axis);
        line.parts << part;
    }
    if (grows)
        applyColours();
}

void Plot::applyColours() {
    const style::Tokens& t = style::tokens(this);
    for (const Line& line : m_lines)
        for (QLineSeries* part : line.parts)
            part->setPen(QPen(t[line.data.colour], &line == &m_lines.front() ? 1.6 : 1.2, Qt::SolidLine,
                              Qt::RoundCap, Qt::RoundJoin));
}

QRectF Plot::area() const {
    const QRectF all(viewport()->rect());
    QRectF inner = all.adjusted(leftMargin, topMargin, -rightMargin, -bottomMargin);
    inner.setSize(inner.size().expandedTo({1, 1}));
    return inner;
}

void Plot::drawBackground(QPainter* painter, const QRectF&) {
    if (isEmpty())
        return;
    painter->save();
    const style::Tokens& t = style::tokens(this);
    paintLimits(*painter, scale(), m_limits, true, t);
    paintSpans(*painter, scale(), m_spans, t);
    paintGrid(*painter, scale(), t);
    paintFirst(*painter);
    painter->restore();
}

void Plot::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    if (isEmpty()) {
        paintEmpty(*painter, QRectF(viewport()->rect()), m_emptyText, style::tokens(this));
    } else {
        paintLimits(*painter, scale(), m_limits, false, style::tokens(this));
        paintCursor(*painter);
    }
    if (hasFocus())
        style::paintFocusRing(*painter, viewport()->rect(), 4, style::tokens(this));
    painter->restore();
}

/// The shade of the first line, and where it stands now.
void Plot::paintFirst(QPainter& painter) const {
    const style::Tokens& t = style::tokens(this);
    const Line& line = m_lines.front();
    for (const QList<QPointF>& points : line.points)
        paintShade(painter, scale(), points, line.data.colour, t);
    if (line.points.last().isEmpty())
        return;
    const QPointF& newest = line.points.last().last();
    const QPointF last(scale().xOf({static_cast<std::int64_t>(newest.x())}), scale().yOf(newest.y()));
    if (area().adjusted(-1, -1, 1, 1).contains(last))
        style::paintBox(painter, QRectF(last.x() - 3.5, last.y() - 3.5, 7, 7), 3.5, t[line.data.colour]);
}

void Plot::paintCursor(QPainter& painter) const {
    if (!m_cursor)
        return;
    const style::Tokens& t = style::tokens(this);
    const QRectF a = area();
    const qreal x = scale().xOf(*m_cursor);
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
            style::paintBox(painter,
                            QRectF(scale().xOf(sample->at) - 3, scale().yOf(sample->value) - 3, 6, 6), 3,
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

const Sample* Plot::sampleAt(const Line& line, Timestamp at) const {
    const std::vector<Sample>& samples = line.data.samples;
    auto it = std::lower_bound(samples.begin(), samples.end(), at,
                               [](const Sample& s, Timestamp t) { return s.at < t; });
    if (it == samples.end() || (it != samples.begin() && at.ms - std::prev(it)->at.ms < it->at.ms - at.ms)) {
        if (it == samples.begin())
            return nullptr;
        --it;
    }
    return std::abs(scale().xOf(it->at) - scale().xOf(at)) <= nearestPixels ? &*it : nullptr;
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

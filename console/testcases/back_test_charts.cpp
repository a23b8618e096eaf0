// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/back_test_charts.h"

#include "common/criteria/parser.h"
#include "common/criteria/units.h"
#include "console/style/metrics.h"
#include "console/telemetry/thresholds.h"
#include "console/widgets/plot_legend.h"
#include "console/widgets/section_header.h"

#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Token;
using widgets::PlotSpan;

constexpr int chartHeight = 190;
constexpr Token measuredColours[] = {Token::text, Token::available, Token::secondary};

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// "mean over 30 s"
QString measureOf(const criteria::Criterion& criterion) {
    const QString aggregate = q(criteria::printAggregate(criterion));
    return criterion.window ? BackTestCharts::tr("%1 over %2 %3")
                                  .arg(aggregate, q(criteria::printNumber(criterion.window->value)),
                                       q(criterion.window->unit))
                            : aggregate;
}

/// What the windows came to, in this unit.
widgets::PlotSeries measuredLine(const criteria::Criterion& criterion, const BackTestResult& result,
                                 const std::string& unit, Token colour) {
    widgets::PlotSeries line{measureOf(criterion), q(unit), colour, result.measured, result.gaps};
    if (const auto convert = criteria::conversion(result.unit, unit))
        for (auto& sample : line.samples)
            sample.value = (*convert)(sample.value);
    return line;
}

void addToMetric(BackTestChart& chart, std::size_t row, const BackTestLine& line,
                 const criteria::Criterion& criterion) {
    chart.rows.push_back(row);
    const std::string unit = chart.unit.toStdString();
    if (!isValueOfMetric(criterion.aggregate))
        return;
    for (auto& limit : limitsOf({line.result.expression, line.criterion.severity, {}}, unit))
        chart.limits.push_back(std::move(limit));
    const std::size_t measured = chart.lines.size() - 1;
    if (!line.result.measured.empty() && measured < std::size(measuredColours))
        chart.lines.push_back(measuredLine(criterion, line.result, unit, measuredColours[measured]));
}

BackTestChart ownChart(std::size_t row, const BackTestLine& line, const criteria::Criterion& criterion) {
    const auto& result = line.result;
    BackTestChart chart;
    chart.title = QStringLiteral("%1 (%2)").arg(titleOf(result.metric), measureOf(criterion));
    chart.unit = q(result.unit);
    chart.rows = {row};
    chart.gaps = result.gaps;
    chart.lines = {measuredLine(criterion, result, result.unit, Token::accent)};
    chart.limits = limitsOf({result.expression, line.criterion.severity, {}}, result.unit);
    return chart;
}

} // namespace

std::vector<BackTestChart> chartsOf(const std::vector<BackTestLine>& lines,
                                    const std::vector<TelemetrySeries>& series) {
    std::vector<BackTestChart> charts;
    for (const auto& metric : series) {
        BackTestChart chart;
        chart.title = titleOf(metric.metric);
        chart.unit = q(metric.unit);
        chart.gaps = metric.gaps;
        chart.lines = {{chart.title, chart.unit, Token::accent, metric.points, metric.gaps}};
        std::vector<BackTestChart> own;
        for (std::size_t row = 0; row < lines.size(); ++row) {
            const auto read = criteria::parse(lines[row].result.expression);
            if (!lines[row].isTried() || lines[row].result.metric != metric.metric || !read)
                continue;
            if (!isValueOfMetric(read.criterion->aggregate) && !lines[row].result.measured.empty())
                own.push_back(ownChart(row, lines[row], *read.criterion));
            else
                addToMetric(chart, row, lines[row], *read.criterion);
        }
        if (!chart.rows.empty())
            charts.push_back(std::move(chart));
        std::move(own.begin(), own.end(), std::back_inserter(charts));
    }
    return charts;
}

std::vector<PlotSpan> spansOf(const BackTestChart& chart, const std::vector<BackTestLine>& lines,
                              std::optional<std::size_t> chosen) {
    std::vector<PlotSpan> spans;
    for (const auto& gap : chart.gaps)
        spans.push_back({gap.from, gap.to, PlotSpan::Kind::gap, Token::muted, false});
    const bool isHere =
        chosen && std::find(chart.rows.begin(), chart.rows.end(), *chosen) != chart.rows.end();
    for (const auto row : chart.rows) {
        if (isHere && row != *chosen)
            continue;
        const auto& line = lines[row];
        const auto colour = line.criterion.severity == Severity::should ? Token::warning : Token::failed;
        for (const auto& span : line.result.broken)
            spans.push_back({span.from, span.to, PlotSpan::Kind::marked, colour, isHere});
    }
    return spans;
}

BackTestCharts::BackTestCharts(QWidget* parent) : QScrollArea(parent) {
    setObjectName(QStringLiteral("backTestCharts"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(style::metrics::pageMargin, 8, style::metrics::pageMargin, 16);
    m_layout->setSpacing(6);
    setWidget(content);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    m_layout->addStretch(1);
}

void BackTestCharts::show(const BackTest& test) {
    m_charts = chartsOf(test.lines(), test.series());
    m_lines = test.lines();
    if (m_span != test.question().span)
        m_zoomed.reset();
    m_span = test.question().span;
    if (m_chosen && *m_chosen >= m_lines.size())
        m_chosen.reset();
    rebuild();
    draw();
}

/// Charts that are there already stay, and with them the keyboard and what is in sight.
void BackTestCharts::rebuild() {
    while (m_parts.size() > m_charts.size()) {
        delete m_parts.back().header;
        delete m_parts.back().plot;
        m_parts.pop_back();
    }
    while (m_parts.size() < m_charts.size())
        addPart();
}

void BackTestCharts::addPart() {
    Part part{new widgets::SectionHeader({}, widget()), nullptr, new widgets::Plot(widget())};
    part.legend = new widgets::PlotLegend(part.header);
    part.header->addBeside(part.legend);
    part.plot->setObjectName(QStringLiteral("backTest%1Plot").arg(m_parts.size()));
    part.plot->setFixedHeight(chartHeight);
    part.plot->setEmptyText(tr("No telemetry of this metric in this time"));
    auto* navigation = new widgets::PlotNavigation(part.plot);
    connect(navigation, &widgets::PlotNavigation::windowWanted, this, [this](Timestamp from, Timestamp to) {
        setWindow({from, to});
    });
    connect(navigation, &widgets::PlotNavigation::resetWanted, this, [this] { setWindow(m_span); });
    connect(part.plot, &widgets::Plot::cursorMoved, this, [this, plot = part.plot] {
        for (const auto& each : m_parts)
            if (each.plot != plot)
                each.plot->showCursor(plot->cursor());
    });
    const int end = m_layout->count() - 1; // before the stretch
    m_layout->insertWidget(end, part.header);
    m_layout->insertWidget(end + 1, part.plot);
    m_parts.push_back(part);
}

void BackTestCharts::draw() {
    const auto window = m_zoomed.value_or(m_span);
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        const auto& chart = m_charts[i];
        const auto& part = m_parts[i];
        part.header->setTitle(chart.unit.isEmpty() ? chart.title
                                                   : QStringLiteral("%1, %2").arg(chart.title, chart.unit));
        std::vector<widgets::PlotLegend::Entry> entries;
        for (const auto& line : chart.lines)
            entries.push_back({line.name, line.colour});
        part.legend->setEntries(entries);
        part.legend->setVisible(entries.size() > 1);
        part.plot->setWindow(std::pair(window.from, window.to));
        part.plot->setLimits(chart.limits);
        part.plot->setSeries(chart.lines);
        part.plot->setSpans(spansOf(chart, m_lines, m_chosen));
    }
}

void BackTestCharts::setWindow(const widgets::TimeSpan& window) {
    m_zoomed = window == m_span ? std::nullopt : std::optional(window);
    for (const auto& part : m_parts)
        part.plot->setWindow(std::pair(window.from, window.to));
}

void BackTestCharts::choose(std::optional<std::size_t> row) {
    m_chosen = row;
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        const auto& rows = m_charts[i].rows;
        m_parts[i].plot->setSpans(spansOf(m_charts[i], m_lines, row));
        if (!row || std::find(rows.begin(), rows.end(), *row) == rows.end())
            continue;
        const auto& result = m_lines[*row].result;
        std::optional<Timestamp> at = result.at;
        if (!at && !result.broken.empty())
            at = result.broken.front().at;
        for (const auto& part : m_parts)
            part.plot->showCursor(at);
    }
    bringIntoSight();
}

void BackTestCharts::bringIntoSight() {
    for (std::size_t i = 0; m_chosen && i < m_charts.size(); ++i) {
        const auto& rows = m_charts[i].rows;
        if (std::find(rows.begin(), rows.end(), *m_chosen) == rows.end())
            continue;
        // Not ensureWidgetVisible(), to which a plot is a line in its middle.
        ensureVisible(0, m_parts[i].plot->geometry().bottom(), 0, 8);
        ensureVisible(0, m_parts[i].header->geometry().top(), 0, 8);
    }
}

void BackTestCharts::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    bringIntoSight();
}

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_charts.h"

#include "console/telemetry/thresholds.h"
#include "console/widgets/label.h"
#include "console/widgets/plot.h"
#include "console/widgets/plot_legend.h"
#include "console/widgets/section_header.h"

#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr int chartHeight = 176;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString headingOf(const ChartPlan& chart) {
    const auto& first = chart.metrics.front();
    const QString what = chart.metrics.size() == 1 ? console::titleOf(first.name)
                         : first.unit.empty()      ? DeviceCharts::tr("Without unit")
                                                   : DeviceCharts::tr("All in %1").arg(q(first.unit));
    const bool hasUnit = chart.metrics.size() == 1 && !first.unit.empty();
    return hasUnit ? QStringLiteral("%1 (%2)").arg(what, q(first.unit)) : what;
}

} // namespace

DeviceCharts::DeviceCharts(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("deviceCharts"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
}

void DeviceCharts::setPlan(std::vector<ChartPlan> plan) {
    if (plan == m_plan)
        return;
    m_plan = std::move(plan);
    rebuild();
    drawLimits();
}

void DeviceCharts::rebuild() {
    m_plots.clear();
    m_navigation.clear();
    while (auto* item = m_layout->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // may be the one whose event this is
        }
        delete item;
    }
    for (std::size_t i = 0; i < m_plan.size(); ++i)
        addChart(m_plan[i], i);
    if (!m_plan.empty()) {
        auto* hint = new widgets::Label(style::Text::caption, style::Token::muted, this);
        hint->setText(
            tr("Drag or Ctrl ← → to move · Ctrl and the wheel or + − to zoom · double click or 0 to go "
               "back"));
        hint->setWordWrap(true);
        m_layout->addWidget(hint);
    }
    m_layout->addStretch(1);
}

void DeviceCharts::addChart(const ChartPlan& chart, std::size_t index) {
    auto* header = new widgets::SectionHeader(headingOf(chart), this);
    if (chart.metrics.size() > 1) {
        auto* legend = new widgets::PlotLegend(header);
        std::vector<widgets::PlotLegend::Entry> entries;
        for (std::size_t i = 0; i < chart.metrics.size(); ++i)
            entries.push_back({console::titleOf(chart.metrics[i].name), lineColour(i)});
        legend->setEntries(std::move(entries));
        header->addBeside(legend);
    }
    auto* plot = new widgets::Plot(this);
    plot->setObjectName(QStringLiteral("device%1Plot").arg(index));
    plot->setFixedHeight(chartHeight);
    std::vector<widgets::PlotSeries> lines;
    for (std::size_t i = 0; i < chart.metrics.size(); ++i)
        lines.push_back(
            {console::titleOf(chart.metrics[i].name), q(chart.metrics[i].unit), lineColour(i), {}});
    plot->setSeries(std::move(lines));
    plot->setEmptyText(tr("Loading…"));
    auto* navigation = new widgets::PlotNavigation(plot);
    connect(navigation, &widgets::PlotNavigation::windowWanted, this, &DeviceCharts::windowWanted);
    connect(navigation, &widgets::PlotNavigation::resetWanted, this, &DeviceCharts::resetWanted);
    connect(plot, &widgets::Plot::cursorMoved, this, [this, plot] { shareCursor(plot); });
    m_layout->addWidget(header);
    m_layout->addWidget(plot);
    m_plots.push_back(plot);
    m_navigation.push_back(navigation);
}

void DeviceCharts::setCase(std::optional<TestCaseDocument> boundCase) {
    m_case = std::move(boundCase);
    drawLimits();
}

void DeviceCharts::drawLimits() {
    for (std::size_t i = 0; i < m_plan.size(); ++i) {
        std::vector<widgets::PlotLimit> limits;
        for (const auto& metric : m_plan[i].metrics) {
            if (!m_case)
                break;
            for (auto& limit : console::thresholdsOf(*m_case, metric.name, metric.unit)) {
                if (m_plan[i].metrics.size() > 1) // whose limit it is
                    limit.label = QStringLiteral("%1: %2").arg(console::titleOf(metric.name), limit.label);
                limits.push_back(std::move(limit));
            }
        }
        m_plots[i]->setLimits(std::move(limits));
    }
}

void DeviceCharts::setSeries(const std::vector<TelemetrySeries>& series) {
    for (std::size_t i = 0; i < m_plan.size(); ++i)
        for (std::size_t line = 0; line < m_plan[i].metrics.size(); ++line) {
            const auto at = std::find_if(series.begin(), series.end(), [&](const TelemetrySeries& one) {
                return one.metric == m_plan[i].metrics[line].name;
            });
            if (at != series.end())
                m_plots[i]->replace(static_cast<int>(line), at->points, at->gaps);
        }
    setEmptyText(tr("No telemetry of this metric in this time"));
}

void DeviceCharts::setWindow(const widgets::TimeSpan& window, bool isLive) {
    for (auto* plot : m_plots)
        plot->setWindow(std::pair(window.from, window.to));
    for (auto* navigation : m_navigation)
        navigation->setLive(isLive);
}

void DeviceCharts::setEmptyText(const QString& text) {
    for (auto* plot : m_plots)
        plot->setEmptyText(text);
}

void DeviceCharts::shareCursor(const widgets::Plot* from) {
    for (auto* plot : m_plots)
        if (plot != from)
            plot->showCursor(from->cursor());
}

} // namespace labwarden::board

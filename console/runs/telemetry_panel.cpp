// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/telemetry_panel.h"

#include "console/telemetry/thresholds.h"
#include "console/widgets/plot.h"
#include "console/widgets/section_header.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

/// What a chart shows on after the run's end and before its start, so that the edges can be judged.
constexpr std::chrono::seconds margin{2};

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

std::string chosen(const QComboBox& box) {
    return box.currentData().toString().toStdString();
}

} // namespace

TelemetryPanel::TelemetryPanel(LabApi& api, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_api(api)
    , m_watch(api, clock)
    , m_header(new widgets::SectionHeader(tr("Telemetry"), this))
    , m_device(new QComboBox(this))
    , m_metric(new QComboBox(this))
    , m_plot(new widgets::Plot(this)) {
    m_device->setObjectName(QStringLiteral("telemetryDeviceComboBox"));
    m_device->setAccessibleName(tr("Device"));
    m_metric->setObjectName(QStringLiteral("telemetryMetricComboBox"));
    m_metric->setAccessibleName(tr("Metric"));
    for (auto* box : {m_device, m_metric})
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_plot->setObjectName(QStringLiteral("telemetryPlot"));
    m_plot->setMinimumHeight(220);
    m_header->addBeside(m_device);
    m_header->addBeside(m_metric);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_header);
    layout->addWidget(m_plot, 1);

    connect(m_device, &QComboBox::currentIndexChanged, this, &TelemetryPanel::loadMetrics);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &TelemetryPanel::follow);
    connect(&m_watch, &TelemetryWatch::arrived, this, &TelemetryPanel::draw);
    connect(&m_watch, &TelemetryWatch::failed, this, [this](const ApiError& error) {
        m_header->setNote(tr("no answer"));
        m_plot->setEmptyText(error.title);
    });
}

void TelemetryPanel::clear() {
    m_watch.stop();
    if (m_metricsJob)
        m_metricsJob->cancel();
    m_metricsOf.clear();
    m_metrics.clear();
    m_run = {};
    m_plot->setSeries({});
    m_plot->setLimits({});
}

void TelemetryPanel::showRun(const TestRunDetail& run) {
    const bool other = run.id != m_run.id;
    m_run = run;
    m_case = boundCase(run);
    if (other) {
        m_metricsOf.clear();
        m_metrics.clear();
        m_plot->setSeries({});
        m_plot->setEmptyText(tr("No telemetry yet"));
        const QSignalBlocker quiet(m_device);
        m_device->clear();
        for (const auto& device : run.devices)
            m_device->addItem(q(device.key), q(device.id));
        m_device->setVisible(run.devices.size() > 1);
        fillMetrics();
        loadMetrics();
    }
    follow();
}

void TelemetryPanel::loadMetrics() {
    const auto device = chosen(*m_device);
    if (device.empty() || device == m_metricsOf)
        return;
    m_metricsOf = device;
    if (m_metricsJob)
        m_metricsJob->cancel();
    m_metricsJob = m_api.metrics(device, this, [this](ApiResult<std::vector<Metric>> metrics) {
        if (!metrics) {
            m_metricsOf.clear(); // asked again with the next news of the run
            return;
        }
        m_metrics = metrics.take();
        fillMetrics();
        follow();
    });
    follow();
}

/// Those the criteria speak of come first.
void TelemetryPanel::fillMetrics() {
    auto names = metricsOf(m_case);
    for (const auto& metric : m_metrics)
        if (std::find(names.begin(), names.end(), metric.name) == names.end())
            names.push_back(metric.name);
    const auto before = chosen(*m_metric);
    const QSignalBlocker quiet(m_metric);
    m_metric->clear();
    for (const auto& name : names) {
        const auto unit = unitOf(name);
        m_metric->addItem(
            unit.empty() ? titleOf(name) : QStringLiteral("%1 (%2)").arg(titleOf(name), q(unit)), q(name));
    }
    const int index = m_metric->findData(q(before));
    m_metric->setCurrentIndex(std::max(index, names.empty() ? -1 : 0));
    m_metric->setEnabled(!names.empty());
}

std::string TelemetryPanel::unitOf(const std::string& metric) const {
    const auto at =
        std::find_if(m_metrics.begin(), m_metrics.end(), [&](const Metric& m) { return m.name == metric; });
    return at == m_metrics.end() ? std::string() : at->unit;
}

void TelemetryPanel::follow() {
    const auto device = chosen(*m_device);
    const auto metric = chosen(*m_metric);
    if (!isVisible() || device.empty() || metric.empty()) {
        m_watch.stop();
        return;
    }
    if (!m_run.startedAt) {
        m_watch.stop();
        m_header->setNote(m_run.state == RunState::finished ? QString() : tr("starts with the run"));
        m_plot->setEmptyText(m_run.state == RunState::finished ? tr("The run never started")
                                                               : tr("The run has not started yet"));
        return;
    }
    TelemetryWatch::Span span;
    span.deviceId = device;
    span.metrics = {metric};
    span.from = *m_run.startedAt - margin;
    if (m_run.finishedAt)
        span.to = *m_run.finishedAt + margin;
    m_watch.follow(span);
}

void TelemetryPanel::draw(const std::vector<TelemetrySeries>& all, Timestamp from, Timestamp to) {
    if (all.empty())
        return;
    const auto& series = all.front();
    const auto unit = series.unit.empty() ? unitOf(series.metric) : series.unit;
    m_header->setNote(m_run.finishedAt ? tr("whole run") : tr("whole run · live"));
    m_plot->setWindow(std::pair(from, to));
    m_plot->setLimits(thresholdsOf(m_case, series.metric, unit));
    m_plot->setEmptyText(tr("No telemetry of this metric in this time"));
    m_plot->setSeries({{titleOf(series.metric), q(unit), style::Token::accent, series.points, series.gaps}});
}

void TelemetryPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    follow();
}

void TelemetryPanel::hideEvent(QHideEvent* event) {
    m_watch.stop();
    QWidget::hideEvent(event);
}

} // namespace labwarden::console

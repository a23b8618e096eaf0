// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_telemetry.h"

#include "console/board/panel/chart_plan.h"
#include "console/board/panel/device_charts.h"
#include "console/board/panel/metric_chooser.h"
#include "console/board/panel/metric_model.h"
#include "console/style/metrics.h"
#include "console/telemetry/thresholds.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

using console::ApiResult;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

const QString metricsKey = QStringLiteral("panel/metrics/%1"); ///< type of device
const QString rangeKey = QStringLiteral("panel/range");
const QString byUnitKey = QStringLiteral("panel/byUnit");
constexpr int margin = style::metrics::pageMargin;
constexpr int firstOnes = 2; ///< metrics that are looked at before anybody has chosen
constexpr int movedMs = 150;
constexpr int retryMs = 5'000;
constexpr milliseconds firstRange = minutes(15);

std::size_t most() {
    return 12; // of the 16 that one request may ask for: more charts than anybody looks at
}

QString typeKey(const DeviceDetail& device) {
    return metricsKey.arg(QString::fromStdString(device.type.empty() ? "-" : device.type)
                              .replace(QLatin1Char('/'), QLatin1Char('_')));
}

} // namespace

DeviceTelemetry::DeviceTelemetry(const PanelParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_watch(parts.api, parts.clock)
    , m_time(milliseconds(parts.settings.value(rangeKey, qint64(firstRange.count())).toLongLong()))
    , m_metrics(new MetricModel(most(), this))
    , m_chooser(new MetricChooser(*m_metrics, this))
    , m_range(new QComboBox(this))
    , m_live(new QPushButton(style::icon(style::Icon::radio), tr("Live"), this))
    , m_byUnit(new QCheckBox(tr("One chart per unit"), this))
    , m_note(new widgets::Label(style::Text::secondary, style::Token::muted, this))
    , m_notice(new widgets::Notice(this))
    , m_charts(new DeviceCharts)
    , m_scroll(new QScrollArea(this))
    , m_empty(new widgets::EmptyState(this)) {
    setObjectName(QStringLiteral("deviceTelemetry"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    makeBar(layout);
    m_scroll->setObjectName(QStringLiteral("deviceChartsScrollArea"));
    m_scroll->setAccessibleName(tr("Charts"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_charts->setContentsMargins(margin, 4, margin, margin);
    m_scroll->setWidget(m_charts);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_charts->setAutoFillBackground(false);
    m_empty->setObjectName(QStringLiteral("telemetryEmptyState"));
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_empty, 1);

    m_moved.setSingleShot(true);
    m_moved.setInterval(movedMs);
    m_again.setSingleShot(true);
    m_again.setInterval(retryMs);
    connect(&m_moved, &QTimer::timeout, this, &DeviceTelemetry::follow);
    connect(&m_again, &QTimer::timeout, this, &DeviceTelemetry::loadMetrics);
    connect(&m_watch, &console::TelemetryWatch::arrived, this, &DeviceTelemetry::draw);
    connect(&m_watch, &console::TelemetryWatch::failed, this, &DeviceTelemetry::showTrouble);
    connect(m_metrics, &MetricModel::chosenChanged, this, [this] {
        rememberMetrics();
        plan();
    });
    connect(m_charts, &DeviceCharts::windowWanted, this, [this](Timestamp from, Timestamp to) {
        setTime(ChartTime::of({from, to}, m_parts.clock.now()));
    });
    connect(m_charts, &DeviceCharts::resetWanted, this, &DeviceTelemetry::chooseRange);
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        m_notice->clear();
        if (m_metricsKnown)
            m_watch.retry();
        else
            loadMetrics();
    });
    showTime();
    updateContent();
}

void DeviceTelemetry::makeBar(QVBoxLayout* layout) {
    for (const auto& [words, length] :
         {std::pair(tr("15 min"), milliseconds(minutes(15))), std::pair(tr("1 hour"), milliseconds(hours(1))),
          std::pair(tr("6 hours"), milliseconds(hours(6))),
          std::pair(tr("24 hours"), milliseconds(hours(24)))})
        m_range->addItem(words, qint64(length.count()));
    m_range->setObjectName(QStringLiteral("chartRangeComboBox"));
    m_range->setAccessibleName(tr("Range of time"));
    m_range->setPlaceholderText(tr("As moved"));
    m_live->setObjectName(QStringLiteral("liveChartPushButton"));
    m_live->setCheckable(true);
    m_byUnit->setObjectName(QStringLiteral("byUnitCheckBox"));
    m_byUnit->setChecked(m_parts.settings.value(byUnitKey).toBool());
    m_note->setObjectName(QStringLiteral("chartNoteLabel"));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_notice->setObjectName(QStringLiteral("telemetryNotice"));

    auto* bar = new QWidget(this);
    auto* flow = new widgets::FlowLayout(8, bar);
    for (QWidget* part : std::initializer_list<QWidget*>{m_chooser->button(), m_range, m_live})
        flow->addWidget(part);
    auto* below = new QHBoxLayout;
    below->setSpacing(12);
    below->addWidget(m_byUnit);
    below->addWidget(m_note, 1);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(margin, 12, margin, 8);
    column->setSpacing(8);
    column->addWidget(bar);
    column->addWidget(m_chooser);
    column->addLayout(below);
    column->addWidget(m_notice);
    layout->addLayout(column);

    connect(m_range, &QComboBox::activated, this, &DeviceTelemetry::chooseRange);
    connect(m_live, &QPushButton::clicked, this, [this](bool on) {
        const Timestamp now = m_parts.clock.now();
        // Standing still, the charts show what they show now.
        setTime(on ? m_time.live() : ChartTime::standing(m_time.at(now)));
    });
    connect(m_byUnit, &QCheckBox::toggled, this, [this](bool on) {
        m_parts.settings.setValue(byUnitKey, on);
        plan();
    });
}

// --- of which device ---

void DeviceTelemetry::clear() {
    m_watch.stop();
    m_moved.stop();
    m_again.stop();
    for (auto* job : {m_metricsJob.data(), m_caseJob.data()})
        if (job)
            job->cancel();
    m_device = {};
    m_metricsKnown = false;
    m_caseOf.clear();
    m_case.reset();
    m_metrics->setMetrics({});
    m_charts->setPlan({});
    m_charts->setCase({});
    m_notice->clear();
    m_time = m_time.isLive() ? m_time : ChartTime(milliseconds(m_range->itemData(0).toLongLong()));
    showTime();
    updateContent();
}

void DeviceTelemetry::showDevice(const DeviceDetail& device) {
    const bool isOther = device.id != m_device.id;
    if (isOther)
        clear();
    m_device = device;
    if (!isVisible() || device.id.empty())
        return;
    if (!m_metricsKnown && !m_metricsJob)
        loadMetrics();
    loadCase();
}

void DeviceTelemetry::loadMetrics() {
    if (m_device.id.empty() || m_metricsJob)
        return;
    m_again.stop();
    m_metricsJob = m_parts.api.metrics(m_device.id, this, [this](ApiResult<std::vector<Metric>> metrics) {
        m_metricsJob = nullptr;
        if (metrics) {
            takeMetrics(metrics.take());
            return;
        }
        showTrouble(metrics.error());
        if (isVisible())
            m_again.start();
    });
    updateContent();
}

void DeviceTelemetry::takeMetrics(std::vector<Metric> metrics) {
    m_metricsKnown = true;
    m_notice->clear();
    m_metrics->choose(rememberedMetrics());
    m_metrics->setMetrics(std::move(metrics));
    if (m_metrics->chosen().empty()) {
        std::vector<std::string> first;
        for (const auto& metric : m_metrics->metrics())
            if (first.size() < firstOnes)
                first.push_back(metric.name);
        m_metrics->choose(first);
    }
    if (m_metrics->rowCount() == 0 && isVisible())
        m_again.start(); // it may begin to send any time
    plan();
}

/// What was chosen for such a device; before that, what the running test judges.
std::vector<std::string> DeviceTelemetry::rememberedMetrics() const {
    std::vector<std::string> names;
    const auto remembered = m_parts.settings.value(typeKey(m_device)).toStringList();
    for (const auto& name : remembered)
        names.push_back(name.toStdString());
    return names.empty() && m_case ? console::metricsOf(*m_case) : names;
}

void DeviceTelemetry::rememberMetrics() {
    QStringList names;
    for (const auto& metric : m_metrics->chosen())
        names << QString::fromStdString(metric.name);
    m_parts.settings.setValue(typeKey(m_device), names);
}

/// The case of a run does not change: once for each run is enough.
void DeviceTelemetry::loadCase() {
    const auto holder = m_device.lease.runId.value_or(std::string());
    if (holder == m_caseOf)
        return;
    if (m_caseJob)
        m_caseJob->cancel();
    m_caseOf = holder;
    m_case.reset();
    m_charts->setCase({});
    showTime();
    if (holder.empty())
        return;
    m_caseJob = m_parts.api.run(holder, this, [this](ApiResult<TestRunDetail> run) {
        if (!run) {
            m_caseOf.clear(); // asked again with the next news of the device
            return;
        }
        m_case = console::boundCase(*run);
        m_charts->setCase(m_case);
        showTime();
    });
}

void DeviceTelemetry::plan() {
    m_charts->setPlan(planCharts(m_metrics->chosen(), m_byUnit->isChecked()));
    m_charts->setWindow(window(), m_time.isLive());
    updateContent();
    follow();
}

void DeviceTelemetry::updateContent() {
    using style::Icon;
    const bool hasCharts = !m_metrics->chosen().empty();
    m_scroll->setVisible(hasCharts);
    m_empty->setVisible(!hasCharts);
    m_byUnit->setEnabled(hasCharts);
    if (!m_metricsKnown)
        m_empty->setContent(Icon::chartLine, m_notice->isHidden() ? tr("Loading the metrics…") : QString());
    else if (m_metrics->rowCount() == 0)
        m_empty->setContent(Icon::chartLine, tr("No metrics yet"),
                            tr("They appear as soon as the device sends telemetry."));
    else
        m_empty->setContent(Icon::listChecks, tr("No metric is chosen"), tr("Choose one above."));
}

// --- over which time ---

widgets::TimeSpan DeviceTelemetry::window() const {
    return m_time.at(m_parts.clock.now());
}

void DeviceTelemetry::chooseRange() {
    if (m_range->currentIndex() < 0)
        m_range->setCurrentIndex(0);
    const qint64 length = m_range->currentData().toLongLong();
    m_parts.settings.setValue(rangeKey, length);
    setTime(ChartTime(milliseconds(length)));
}

void DeviceTelemetry::setTime(const ChartTime& time) {
    m_time = time;
    showTime();
    m_charts->setWindow(window(), m_time.isLive());
    if (!m_time.isLive())
        m_watch.stop(); // what arrives from now on is of another time
    m_moved.start();
}

void DeviceTelemetry::showTime() {
    const auto length = qint64(m_time.length().count());
    m_live->setChecked(m_time.isLive());
    m_live->setToolTip(m_time.isLive() ? tr("Let the charts stand still") : tr("Back to now"));
    m_range->setCurrentIndex(m_time.isLive() ? m_range->findData(length) : -1);
    const auto span = window();
    if (!m_time.isLive())
        m_note->setText(tr("%1 to %2").arg(widgets::dateTimeText(span.from), widgets::timeText(span.to)));
    else
        m_note->setText(m_case ? tr("live · limits of the running test") : tr("live"));
    m_note->setToolTip(m_note->text());
}

// --- values ---

void DeviceTelemetry::follow() {
    m_moved.stop();
    const auto chosen = m_metrics->chosen();
    if (!isVisible() || chosen.empty()) {
        m_watch.stop();
        return;
    }
    console::TelemetryWatch::Span span;
    span.deviceId = m_device.id;
    for (const auto& metric : chosen)
        span.metrics.push_back(metric.name);
    if (m_time.isLive()) {
        span.last = m_time.length();
    } else {
        // With half a window on each side, so that something is there when it is moved on.
        const auto now = m_parts.clock.now();
        const auto shown = m_time.at(now);
        span.from = shown.from - shown.length() / 2;
        span.to = std::min(shown.to + shown.length() / 2, now);
        span.points = 2 * console::TelemetryWatch::fine;
    }
    m_watch.follow(span);
}

void DeviceTelemetry::draw(const std::vector<TelemetrySeries>& series, Timestamp from, Timestamp to) {
    m_notice->clear();
    if (m_time.isLive())
        m_charts->setWindow({from, to}, true);
    m_charts->setSeries(series);
}

void DeviceTelemetry::showTrouble(const console::ApiError& error) {
    m_notice->problem(tr("The telemetry cannot be loaded: %1").arg(error.title), error.detail);
    m_notice->offer(tr("Try again"));
    m_charts->setEmptyText(tr("No answer"));
    updateContent();
}

void DeviceTelemetry::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_device.id.empty())
        return;
    if (m_metrics->rowCount() == 0)
        loadMetrics();
    loadCase();
    follow();
}

void DeviceTelemetry::hideEvent(QHideEvent* event) {
    m_watch.stop();
    m_again.stop();
    QWidget::hideEvent(event);
}

} // namespace labwarden::board

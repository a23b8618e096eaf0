// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/board/panel/chart_time.h"
#include "console/board/panel/panel_parts.h"
#include "console/telemetry/telemetry_watch.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace labwarden::widgets {
class EmptyState;
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::board {

class DeviceCharts;
class MetricChooser;
class MetricModel;

/// The chosen metrics of a device, live or over any time, with the limits of the test that runs on it. What
/// is chosen is remembered for each type of device. Asks for nothing while it is hidden.
class DeviceTelemetry : public QWidget {
    Q_OBJECT
public:
    explicit DeviceTelemetry(const PanelParts& parts, QWidget* parent = nullptr);

    void showDevice(const DeviceDetail& device);
    void clear();
    /// What the charts show now.
    widgets::TimeSpan window() const;
    bool isLive() const { return m_time.isLive(); }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeBar(QVBoxLayout* layout);
    void loadMetrics();
    void loadCase();
    void takeMetrics(std::vector<Metric> metrics);
    std::vector<std::string> rememberedMetrics() const;
    void rememberMetrics();
    void plan();
    void updateContent();
    void setTime(const ChartTime& time);
    void chooseRange();
    void showTime();
    void follow();
    void draw(const std::vector<TelemetrySeries>& series, Timestamp from, Timestamp to);
    void showTrouble(const console::ApiError& error);

    PanelParts m_parts;
    console::TelemetryWatch m_watch;
    ChartTime m_time;
    DeviceDetail m_device;
    MetricModel* m_metrics;
    bool m_metricsKnown = false;
    QPointer<console::ApiJob> m_metricsJob, m_caseJob;
    std::string m_caseOf; ///< run id whose case is known or asked for
    std::optional<TestCaseDocument> m_case;
    QTimer m_moved; ///< a moment after the window was moved, what it shows is fetched
    QTimer m_again; ///< after a failure to learn the metrics

    MetricChooser* m_chooser;
    QComboBox* m_range;
    QPushButton* m_live;
    QCheckBox* m_byUnit;
    widgets::Label* m_note;
    widgets::Notice* m_notice;
    DeviceCharts* m_charts;
    QScrollArea* m_scroll;
    widgets::EmptyState* m_empty;
};

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"
#include "console/telemetry/telemetry_watch.h"

#include <QWidget>

class QComboBox;

namespace labwarden::widgets {
class Label;
class Plot;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

/// The chart of a run: one metric of one of its devices over the time of the run, live while it goes on, with
/// the limits that the criteria set to it.
class TelemetryPanel : public QWidget {
    Q_OBJECT
public:
    TelemetryPanel(LabApi& api, const Clock& clock, QWidget* parent = nullptr);

    void showRun(const TestRunDetail& run);
    void clear();
    const widgets::Plot& plot() const { return *m_plot; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void loadMetrics();
    void fillMetrics();
    void follow();
    void draw(const std::vector<TelemetrySeries>& all, Timestamp from, Timestamp to);
    std::string unitOf(const std::string& metric) const;

    LabApi& m_api;
    TelemetryWatch m_watch;
    TestRunDetail m_run;
    TestCaseDocument m_case; ///< with the run's parameters
    std::vector<Metric> m_metrics;
    widgets::SectionHeader* m_header;
    QComboBox* m_device;
    QComboBox* m_metric;
    widgets::Plot* m_plot;
    QPointer<ApiJob> m_metricsJob;
    std::string m_metricsOf; ///< device id whose metrics are known or asked for
};

} // namespace labwarden::console

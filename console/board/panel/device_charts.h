// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "console/board/panel/chart_plan.h"
#include "console/widgets/plot_navigation.h"

#include <QWidget>

#include <optional>
#include <vector>

class QVBoxLayout;

namespace labwarden::widgets {
class Plot;
class PlotLegend;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::board {

/// The charts below one another, over one window of time, with one cursor in all of them.
class DeviceCharts : public QWidget {
    Q_OBJECT
public:
    explicit DeviceCharts(QWidget* parent = nullptr);

    /// What there is stays while the plan is the same.
    void setPlan(std::vector<ChartPlan> plan);
    /// The case of the running test, with its parameters; its limits are drawn.
    void setCase(std::optional<TestCaseDocument> boundCase);
    void setSeries(const std::vector<TelemetrySeries>& series);
    void setWindow(const widgets::TimeSpan& window, bool isLive);
    void setEmptyText(const QString& text);
    const std::vector<widgets::Plot*>& plots() const { return m_plots; }

Q_SIGNALS:
    void windowWanted(labwarden::Timestamp from, labwarden::Timestamp to);
    void resetWanted();

private:
    void rebuild();
    void addChart(const ChartPlan& chart, std::size_t index);
    void drawLimits();
    void shareCursor(const widgets::Plot* from);

    std::vector<ChartPlan> m_plan;
    std::optional<TestCaseDocument> m_case;
    QVBoxLayout* m_layout;
    std::vector<widgets::Plot*> m_plots;
    std::vector<widgets::PlotNavigation*> m_navigation;
};

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/back_test.h"
#include "console/widgets/plot.h"

#include <QScrollArea>

#include <optional>
#include <vector>

class QVBoxLayout;

namespace labwarden::widgets {
class PlotLegend;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

/// What one chart of a back-test shows: a metric with the limits that criteria set to it, or what a criterion
/// measures where that has an axis of its own (counts, rates).
struct BackTestChart {
    QString title, unit;
    std::vector<std::size_t> rows; ///< of the criteria that it is about
    std::vector<widgets::PlotSeries> lines;
    std::vector<widgets::PlotLimit> limits;
    std::vector<TelemetryGap> gaps;
};
/// A chart for each metric in the order of the criteria, each followed by those with an axis of their own.
std::vector<BackTestChart> chartsOf(const std::vector<BackTestLine>& lines,
                                    const std::vector<TelemetrySeries>& series);
/// Gaps, and where its criteria broke; of the chosen one alone where it is among them.
std::vector<widgets::PlotSpan> spansOf(const BackTestChart& chart, const std::vector<BackTestLine>& lines,
                                       std::optional<std::size_t> chosen);

/// These charts below each other, with one time and one cursor. GUI thread.
class BackTestCharts : public QScrollArea {
    Q_OBJECT
public:
    explicit BackTestCharts(QWidget* parent = nullptr);

    void show(const BackTest& test);
    /// Its chart comes into sight, with its spans and the cursor at its worst.
    void choose(std::optional<std::size_t> row);
    int count() const { return static_cast<int>(m_charts.size()); }
    const BackTestChart& chart(int index) const { return m_charts[static_cast<std::size_t>(index)]; }
    widgets::Plot* plot(int index) const { return m_parts[static_cast<std::size_t>(index)].plot; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Part {
        widgets::SectionHeader* header;
        widgets::PlotLegend* legend;
        widgets::Plot* plot;
    };
    void rebuild();
    void addPart();
    void draw();
    void bringIntoSight();
    void setWindow(const widgets::TimeSpan& window);

    std::vector<BackTestChart> m_charts;
    std::vector<Part> m_parts;
    std::vector<BackTestLine> m_lines;
    widgets::TimeSpan m_span;
    std::optional<widgets::TimeSpan> m_zoomed;
    std::optional<std::size_t> m_chosen;
    QVBoxLayout* m_layout;
};

} // namespace labwarden::console

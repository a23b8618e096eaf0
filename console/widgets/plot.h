// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"
#include "console/style/tokens.h"
#include "console/widgets/plot_axes.h"
#include "console/widgets/plot_navigation.h"
#include "console/widgets/plot_painting.h"

#include <QChartView>

#include <optional>
#include <vector>

class QLineSeries;

namespace labwarden::widgets {

/// One line of a plot. The first one has its area shaded.
struct PlotSeries {
    QString name;
    QString unit;
    style::Token colour = style::Token::accent;
    std::vector<Sample> samples;    ///< in order of time
    std::vector<TelemetryGap> gaps; ///< no line leads over them; in order of time
};

/// Values over time, live; a line is broken where samples are missing. Whatever the number of samples, at
/// most four points a pixel column reach Qt Charts. The pointer, or the arrow keys, show a cursor with the
/// values under it. Times are local. GUI thread.
class Plot : public QChartView {
    Q_OBJECT
public:
    explicit Plot(QWidget* parent = nullptr);
    ~Plot() override;

    /// Replaces all lines.
    void setSeries(std::vector<PlotSeries> series);
    /// Replaces the samples of one line; cheap enough for every answer of a live query.
    void replace(int series, std::vector<Sample> samples, std::vector<TelemetryGap> gaps = {});
    void setLimits(std::vector<PlotLimit> limits);
    /// Stretches of time behind the lines, in the order in which they are painted.
    void setSpans(std::vector<PlotSpan> spans);
    const std::vector<PlotSpan>& spans() const { return m_spans; }
    /// The window of time to show; without one, from the first sample to the last.
    void setWindow(std::optional<std::pair<Timestamp, Timestamp>> window);
    /// Shown while there is no sample at all; "No telemetry yet" unless set.
    void setEmptyText(const QString& text);
    bool isEmpty() const;

    /// What is shown now, and where: in pixels of the viewport.
    TimeSpan window() const { return {m_from, m_to}; }
    QRectF area() const;
    Timestamp timeAt(qreal x) const;

    /// Puts the cursor somewhere without cursorMoved(): for plots that are read together.
    void showCursor(std::optional<Timestamp> at);
    /// The time at which the cursor stands; nothing when it is not shown.
    std::optional<Timestamp> cursor() const { return m_cursor; }
    /// What the cursor says, a line for each series: "Case temp 71.4 °C".
    QStringList cursorTexts() const;

    QSize minimumSizeHint() const override { return {240, 140}; }
    QSize sizeHint() const override { return {640, 240}; }

Q_SIGNALS:
    /// By a person; see cursor().
    void cursorMoved();

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Line;

    void layOut();
    void layOut(Line& line, int pixels);
    void applyColours();
    void moveCursor(std::optional<Timestamp> at);
    PlotScale scale() const { return {area(), m_from, m_to, m_range}; }
    const Sample* sampleAt(const Line& line, Timestamp at) const;
    void paintFirst(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;

    std::vector<Line> m_lines;
    std::vector<PlotLimit> m_limits;
    std::vector<PlotSpan> m_spans;
    std::optional<std::pair<Timestamp, Timestamp>> m_window;
    Timestamp m_from, m_to;
    ValueRange m_range;
    QString m_emptyText;
    std::optional<Timestamp> m_cursor;
};

} // namespace labwarden::widgets

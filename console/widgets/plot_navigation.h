// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <QObject>
#include <QPointF>

#include <optional>

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace labwarden::widgets {

class Plot;

/// A window of time.
struct TimeSpan {
    Timestamp from, to;
    std::chrono::milliseconds length() const { return to - from; }
    bool operator==(const TimeSpan&) const = default;
};

/// The span moved by `share` of its length, into the future where that is positive.
TimeSpan panned(const TimeSpan& span, double share);
/// The span `factor` times as long, `around` staying where it is; between a second and a year.
TimeSpan zoomed(const TimeSpan& span, double factor, Timestamp around);

/// Moves about in the time of a plot: drags and Ctrl with the arrows pan, the wheel and + and - zoom around
/// the pointer or the plot's cursor, a double click and 0 go back. It only says what is wanted; whoever owns
/// the plot shows it, and loads it. Without Ctrl the wheel zooms a plot that has the keyboard, and otherwise
/// scrolls the page that the plot is on.
class PlotNavigation : public QObject {
    Q_OBJECT
public:
    /// The plot is its parent.
    explicit PlotNavigation(Plot* plot);

    /// Without a cursor, keys zoom a live plot around its end, and others around their middle.
    void setLive(bool live) { m_isLive = live; }

Q_SIGNALS:
    void windowWanted(labwarden::Timestamp from, labwarden::Timestamp to);
    void resetWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Drag {
        qreal x = 0;
        TimeSpan span;
    };
    bool press(const QMouseEvent& event);
    bool move(const QMouseEvent& event);
    bool release();
    bool wheel(const QWheelEvent& event);
    bool key(const QKeyEvent& event);
    void want(const TimeSpan& span);

    Plot* m_plot;
    std::optional<Drag> m_drag;
    bool m_isLive = false;
};

} // namespace labwarden::widgets

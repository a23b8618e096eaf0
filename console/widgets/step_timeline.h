// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"

#include <QWidget>

#include <vector>

namespace labwarden::widgets {

/// One step on a timeline.
struct StepBar {
    QString name;
    StepState state = StepState::pending;
    std::optional<Timestamp> startedAt, finishedAt;
    std::chrono::milliseconds planned{0}; ///< how long it is meant to take; 0 when nobody knows
};

/// Where a bar begins and ends on the common axis, 0 to 1.
struct StepSpan {
    qreal from = 0, to = 0;
};

/// Puts steps on one axis that reaches from the first start to the last end, known or planned; what has not
/// begun follows what runs, in order. An unplanned step that has not begun takes a thirtieth.
std::vector<StepSpan> stepSpans(const std::vector<StepBar>& steps, Timestamp now);

/// The steps of a run, one below the other: state, name, when on the common axis, and for how long.
class StepTimeline : public QWidget {
    Q_OBJECT
public:
    explicit StepTimeline(QWidget* parent = nullptr);

    /// `now` ends the bar of a running step.
    void setSteps(std::vector<StepBar> steps, Timestamp now);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::vector<StepBar> m_steps;
    std::vector<StepSpan> m_spans;
    Timestamp m_now;
};

} // namespace labwarden::widgets

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"
#include "console/api/clock.h"
#include "console/widgets/plot_navigation.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QDateTimeEdit;

namespace labwarden::console {

/// Which time to look at: the last hour, last night, a past run, or from and to as one writes them. Local
/// time.
class SpanChoice : public QWidget {
    Q_OBJECT
public:
    /// The clock outlives it.
    explicit SpanChoice(const Clock& clock, QWidget* parent = nullptr);

    /// From before to after, always.
    widgets::TimeSpan span() const;
    /// What the chosen entry means now: "the last hour" is another one a while later.
    void renew();
    /// Past runs to choose from, in this order.
    void setRuns(const std::vector<TestRun>& runs);
    QList<QWidget*> tabStops() const;

Q_SIGNALS:
    void changed();

private:
    void choose(int row);
    void onEdited();
    void showSpan(const widgets::TimeSpan& span);

    const Clock& m_clock;
    QComboBox* m_preset;
    QDateTimeEdit *m_from, *m_to;
    int m_presets = 0; ///< entries before the runs
};

} // namespace labwarden::console

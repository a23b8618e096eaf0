// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_run.h"
#include "console/style/icons.h"

#include <QString>

#include <vector>

namespace labwarden::console {

/// One success criterion as the run's page shows it.
struct CriterionLine {
    enum class State { pending, met, broken, noData };
    State state = State::pending;
    Severity severity = Severity::must;
    QString expression; ///< as written in the test case
    QString value;      ///< measured, with unit; "pending" or "no data" without one
    QString note;       ///< device, step and why, when there is something to say

    bool operator==(const CriterionLine&) const = default;
};

/// The criteria of the case in their order, each with its results; one with results for several devices or
/// steps has a line for each. Results that belong to no criterion of the case come last.
std::vector<CriterionLine> criterionLines(const TestRunDetail& run);

/// "3 met · 1 broken · 1 pending"; kinds without any are left out.
QString criteriaSummary(const std::vector<CriterionLine>& lines);

style::Icon iconOf(CriterionLine::State state);
style::Token colourOf(const CriterionLine& line);

/// Why the run came out as it did, in one sentence; empty while it goes on and when it passed.
QString whySentence(const TestRunDetail& run);

/// "Running 67 %", "Passed": the words of a run's badge behind its icon.
QString percentText(const TestRun& run);

/// "r07-u08", "r07-u08 + 3 more"
QString devicesText(const TestRun& run);

/// Who started it: a person, or the lab, which checks the health of a device.
QString starterText(const TestRun& run);

/// How long it has taken: until now while it runs; nothing before it began.
std::optional<std::chrono::milliseconds> durationOf(const TestRun& run, Timestamp now);

} // namespace labwarden::console

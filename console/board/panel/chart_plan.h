// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"
#include "console/style/tokens.h"

#include <QString>

#include <string>
#include <vector>

namespace labwarden::board {

/// The most lines that can be told apart in one chart.
inline constexpr std::size_t mostLines = 4;

/// One chart: the metrics in it, all of one unit.
struct ChartPlan {
    std::vector<Metric> metrics;
    bool operator==(const ChartPlan& other) const;
};

/// Which charts show the chosen metrics: one for each, or one for each unit, in the order in which they were
/// chosen; more lines than can be told apart go on in the next chart.
std::vector<ChartPlan> planCharts(const std::vector<Metric>& chosen, bool byUnit);

/// The colour of a chart's line; none of them means a state there.
style::Token lineColour(std::size_t line);

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/chart_plan.h"

#include <algorithm>
#include <array>

namespace labwarden::board {

bool ChartPlan::operator==(const ChartPlan& other) const {
    return std::equal(metrics.begin(), metrics.end(), other.metrics.begin(), other.metrics.end(),
                      [](const Metric& a, const Metric& b) { return a.name == b.name && a.unit == b.unit; });
}

std::vector<ChartPlan> planCharts(const std::vector<Metric>& chosen, bool byUnit) {
    std::vector<ChartPlan> charts;
    for (const auto& metric : chosen) {
        const auto fits = [&](const ChartPlan& chart) {
            return byUnit && chart.metrics.front().unit == metric.unit && chart.metrics.size() < mostLines;
        };
        const auto at = std::find_if(charts.begin(), charts.end(), fits);
        if (at == charts.end())
            charts.push_back({{metric}});
        else
            at->metrics.push_back(metric);
    }
    return charts;
}

style::Token lineColour(std::size_t line) {
    using style::Token;
    constexpr std::array colours{Token::accent, Token::available, Token::secondary, Token::text};
    return colours[line % colours.size()];
}

} // namespace labwarden::board

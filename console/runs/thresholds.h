// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "console/widgets/plot.h"

#include <string>
#include <vector>

namespace labwarden::console {

/// The limits that a case sets to one metric, in the metric's own unit, to be drawn into its chart. Criteria
/// about counts, rates and the like are left out, as are units that do not fit: they have no place on that
/// axis.
std::vector<widgets::PlotLimit> thresholdsOf(const TestCaseDocument& boundCase, const std::string& metric,
                                             const std::string& unit);

/// The metrics that the criteria speak of, each once, in order.
std::vector<std::string> metricsOf(const TestCaseDocument& boundCase);

} // namespace labwarden::console

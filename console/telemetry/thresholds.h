// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"
#include "common/domain/test_run.h"
#include "console/widgets/plot.h"

#include <QString>

#include <string>
#include <vector>

namespace labwarden::console {

/// The case with the run's parameters put in; as it is when they do not fit it.
TestCaseDocument boundCase(const TestRunDetail& run);

/// Whether the aggregate is a value of the metric itself, so that its limit stands on the metric's axis.
bool isValueOfMetric(criteria::Aggregate aggregate);

/// The limits of one criterion without parameters, whatever it measures, in this unit; none where it has no
/// side or the units do not fit.
std::vector<widgets::PlotLimit> limitsOf(const CriterionSpec& spec, const std::string& unit);

/// The limits that a case sets to one metric, in the metric's own unit, to be drawn into its chart. Criteria
/// about counts, rates and the like are left out, as are units that do not fit: they have no place on that
/// axis.
std::vector<widgets::PlotLimit> thresholdsOf(const TestCaseDocument& boundCase, const std::string& metric,
                                             const std::string& unit);

/// The metrics that the criteria speak of, each once, in order.
std::vector<std::string> metricsOf(const TestCaseDocument& boundCase);

/// A metric's name as people read it: "mem_used_pct" is "Mem used pct".
QString titleOf(const std::string& metric);

} // namespace labwarden::console

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/telemetry/thresholds.h"

#include "common/criteria/parser.h"
#include "common/criteria/units.h"
#include "common/domain/parameters.h"
#include "console/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace labwarden::console {
namespace {

using criteria::Aggregate;
using criteria::Comparison;
using Beyond = widgets::PlotLimit::Beyond;

QString tr(const char* text) {
    return QCoreApplication::translate("Thresholds", text);
}

void add(std::vector<widgets::PlotLimit>& limits, const criteria::Quantity& limit, Beyond beyond,
         Severity severity, const std::string& unit) {
    const std::string& own = limit.unit.empty() ? unit : limit.unit;
    const auto convert = criteria::conversion(own, unit);
    if (!limit.parameter.empty() || !convert)
        return;
    const QString value = widgets::valueText(limit.value, QString::fromStdString(own));
    widgets::PlotLimit line;
    line.value = (*convert)(limit.value);
    line.beyond = beyond;
    const bool must = severity == Severity::must;
    line.colour = must ? style::Token::failed : style::Token::warning;
    if (beyond == Beyond::above)
        line.label = (must ? tr("fail above %1") : tr("warn above %1")).arg(value);
    else
        line.label = (must ? tr("fail below %1") : tr("warn below %1")).arg(value);
    limits.push_back(std::move(line));
}

void addOnce(std::vector<widgets::PlotLimit>& limits, widgets::PlotLimit line) {
    const auto same = [&](const widgets::PlotLimit& l) {
        return l.value == line.value && l.beyond == line.beyond;
    };
    if (std::none_of(limits.begin(), limits.end(), same))
        limits.push_back(std::move(line));
}

} // namespace

bool isValueOfMetric(Aggregate aggregate) {
    switch (aggregate) {
    case Aggregate::min:
    case Aggregate::max:
    case Aggregate::mean:
    case Aggregate::median:
    case Aggregate::percentile:
    case Aggregate::first:
    case Aggregate::last:
        return true;
    default:
        return false;
    }
}

TestCaseDocument boundCase(const TestRunDetail& run) {
    auto bound = bindParameters(run.testCase, run.parameters);
    return bound ? std::move(bound.document) : run.testCase;
}

QString titleOf(const std::string& metric) {
    QString title = QString::fromStdString(metric).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

std::vector<widgets::PlotLimit> limitsOf(const CriterionSpec& spec, const std::string& unit) {
    std::vector<widgets::PlotLimit> limits;
    const auto parsed = criteria::parse(spec.expression);
    if (!parsed)
        return limits;
    const auto& criterion = *parsed.criterion;
    switch (criterion.comparison) {
    case Comparison::less:
    case Comparison::lessOrEqual:
        add(limits, criterion.limit, Beyond::above, spec.severity, unit);
        break;
    case Comparison::greater:
    case Comparison::greaterOrEqual:
        add(limits, criterion.limit, Beyond::below, spec.severity, unit);
        break;
    case Comparison::between:
        add(limits, criterion.limit, Beyond::below, spec.severity, unit);
        if (criterion.upper)
            add(limits, *criterion.upper, Beyond::above, spec.severity, unit);
        break;
    case Comparison::equal:
    case Comparison::notEqual:
        break; // a point, not a side
    }
    return limits;
}

std::vector<widgets::PlotLimit> thresholdsOf(const TestCaseDocument& boundCase, const std::string& metric,
                                             const std::string& unit) {
    std::vector<widgets::PlotLimit> limits;
    for (const auto& spec : boundCase.criteria) {
        const auto parsed = criteria::parse(spec.expression);
        if (!parsed || parsed.criterion->metric != metric || !isValueOfMetric(parsed.criterion->aggregate))
            continue;
        for (auto& limit : limitsOf(spec, unit))
            addOnce(limits, std::move(limit));
    }
    return limits;
}

std::vector<std::string> metricsOf(const TestCaseDocument& boundCase) {
    std::vector<std::string> metrics;
    for (const auto& spec : boundCase.criteria) {
        const auto parsed = criteria::parse(spec.expression);
        if (parsed && !parsed.criterion->metricIsParameter &&
            std::find(metrics.begin(), metrics.end(), parsed.criterion->metric) == metrics.end())
            metrics.push_back(parsed.criterion->metric);
    }
    return metrics;
}

} // namespace labwarden::console

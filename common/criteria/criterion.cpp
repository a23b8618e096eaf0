// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/criterion.h"

#include "common/criteria/units.h"

#include <array>
#include <charconv>
#include <cmath>

namespace labwarden::criteria {

namespace {

std::string_view word(Aggregate aggregate) {
    switch (aggregate) {
    case Aggregate::min:
        return "min";
    case Aggregate::max:
        return "max";
    case Aggregate::mean:
        return "mean";
    case Aggregate::median:
        return "median";
    case Aggregate::percentile:
        return "p";
    case Aggregate::first:
        return "first";
    case Aggregate::last:
        return "last";
    case Aggregate::count:
        return "count";
    case Aggregate::sum:
        return "sum";
    case Aggregate::stddev:
        return "stddev";
    case Aggregate::delta:
        return "delta";
    case Aggregate::rate:
        return "rate";
    }
    return "";
}

std::string parameterText(const std::string& name) {
    return "${" + name + "}";
}

std::string printQuantity(const Quantity& quantity) {
    const std::string number =
        quantity.parameter.empty() ? printNumber(quantity.value) : parameterText(quantity.parameter);
    return quantity.unit.empty() ? number : number + " " + quantity.unit;
}

} // namespace

bool Criterion::hasParameters() const {
    const auto isParameter = [](const std::optional<Quantity>& quantity) {
        return quantity && !quantity->parameter.empty();
    };
    return metricIsParameter || isParameter(limit) || isParameter(upper) || isParameter(window);
}

std::string printNumber(double value) {
    if (!std::isfinite(value))
        return "not a number";
    const double magnitude = std::abs(value);
    const bool plain = value == 0 || (magnitude >= 1e-6 && magnitude < 1e15);
    std::array<char, 64> buffer{};
    const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
    return {buffer.data(), end.ptr};
}

std::string_view symbol(Comparison comparison) {
    switch (comparison) {
    case Comparison::less:
        return "<";
    case Comparison::lessOrEqual:
        return "<=";
    case Comparison::greater:
        return ">";
    case Comparison::greaterOrEqual:
        return ">=";
    case Comparison::equal:
        return "==";
    case Comparison::notEqual:
        return "!=";
    case Comparison::between:
        return "";
    }
    return "";
}

std::string printAggregate(const Criterion& criterion) {
    std::string text(word(criterion.aggregate));
    if (criterion.aggregate == Aggregate::percentile)
        text += printNumber(criterion.percentile);
    return text;
}

std::string printMeasure(const Criterion& criterion) {
    return printAggregate(criterion) + "(" +
           (criterion.metricIsParameter ? parameterText(criterion.metric) : criterion.metric) + ")";
}

std::string printLimit(const Criterion& criterion) {
    if (criterion.comparison == Comparison::between && criterion.upper)
        return "between " + printQuantity(criterion.limit) + " and " + printQuantity(*criterion.upper);
    return std::string(symbol(criterion.comparison)) + " " + printQuantity(criterion.limit);
}

std::string print(const Criterion& criterion) {
    std::string text = printMeasure(criterion) + " " + printLimit(criterion);
    if (criterion.window)
        text += " over " + printQuantity(*criterion.window);
    return text;
}

std::string unitOf(const Criterion& criterion, std::string_view metricUnit) {
    if (criterion.aggregate == Aggregate::count)
        return "";
    if (criterion.aggregate == Aggregate::rate)
        return std::string(metricUnit) + "/s";
    return std::string(metricUnit);
}

std::string unitFault(const Criterion& criterion, std::string_view metricUnit) {
    const std::string own = unitOf(criterion, metricUnit);
    for (const Quantity* quantity : {&criterion.limit, criterion.upper ? &*criterion.upper : nullptr}) {
        if (!quantity || quantity->unit.empty() || conversion(quantity->unit, own))
            continue;
        const std::string measured = own.empty() ? "a number without unit" : "in " + own;
        return printMeasure(criterion) + " is " + measured + " and cannot be compared with " + quantity->unit;
    }
    return "";
}

} // namespace labwarden::criteria

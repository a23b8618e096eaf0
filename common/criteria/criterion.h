// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The criteria language: what a test case asks of its measurements (GRAMMAR.md says what each word means).
/// Everything here is a plain value or a pure function; any thread may use it.
namespace labwarden::criteria {

enum class Aggregate { min, max, mean, median, percentile, first, last, count, sum, stddev, delta, rate };

enum class Comparison { less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, between };

/// A number with its unit, or a parameter that stands for the number.
struct Quantity {
    double value = 0;
    std::string unit;      ///< as written; empty: none was given
    std::string parameter; ///< name within ${…}; then `value` means nothing
    bool operator==(const Quantity&) const = default;
};

/// One criterion, read: `aggregate(metric) comparison limit [over window]`.
struct Criterion {
    Aggregate aggregate = Aggregate::max;
    double percentile = 0; ///< for Aggregate::percentile: above 0, at most 100
    std::string metric;
    bool metricIsParameter = false; ///< `metric` is then the name within ${…}
    Comparison comparison = Comparison::lessOrEqual;
    Quantity limit;                 ///< for `between`: the lower one
    std::optional<Quantity> upper;  ///< `between` only
    std::optional<Quantity> window; ///< `over`; absent: the whole step
    bool operator==(const Criterion&) const = default;

    /// Whether a ${parameter} is left in it. Such a criterion can be checked, but not evaluated.
    bool hasParameters() const;
};

/// The criterion in its canonical spelling; reading it gives the same criterion again.
std::string print(const Criterion& criterion);
/// "max(mem_used_pct)"
std::string printMeasure(const Criterion& criterion);
/// "<= 85 %", "between 4.75 V and 5.25 V"
std::string printLimit(const Criterion& criterion);
/// "max", "p95"
std::string printAggregate(const Criterion& criterion);
/// The shortest decimal that reads back as the same number.
std::string printNumber(double value);

/// `<`, `<=` …; empty for `between`.
std::string_view symbol(Comparison comparison);

/// What to say of a metric whose unit is known: empty when the criterion's units fit, else one sentence for
/// people. SI and binary prefixes convert; a number without unit is in the metric's own.
std::string unitFault(const Criterion& criterion, std::string_view metricUnit);
/// The unit that the aggregate of a metric comes in: "" for count, "<unit>/s" for rate, else the metric's
/// own.
std::string unitOf(const Criterion& criterion, std::string_view metricUnit);

} // namespace labwarden::criteria

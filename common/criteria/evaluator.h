// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"
#include "common/domain/telemetry.h"
#include "common/timestamp.h"

#include <boost/describe/enum.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace labwarden::criteria {

/// The samples of one metric of one device. They need not be sorted nor lie within the step; samples that are
/// no finite numbers count as missing.
struct Series {
    std::span<const Sample> samples;
    std::optional<std::string> unit; ///< nothing: not known, units are not checked and taken as fitting
    std::chrono::milliseconds interval{
        0}; ///< between samples, as the device says; 0: estimated as the median spacing
};

/// `noData`: nothing to judge, or a gap; `invalid`: the criterion does not fit the metric. Neither is ever
/// `passed`.
enum class Verdict { passed, failed, noData, invalid };
BOOST_DESCRIBE_ENUM(Verdict, passed, failed, noData, invalid)

struct Judgement {
    Verdict verdict = Verdict::noData;
    std::optional<double> value; ///< the worst window's, in `unit`; absent without data
    std::string unit;            ///< the limit's, or the measure's own when the limit names none
    std::string limit;           ///< as people read it: "<= 85 %"
    std::optional<Timestamp>
        at;              ///< when: of the sample itself where the value is one, else the end of its window
    std::string message; ///< "max(mem_used_pct) was 91.2 %, limit <= 85 %, at 14:02:18Z"
};

/// Judges a criterion over the step [from, to]. Never throws; takes n log n time in the number of samples,
/// whatever the window. A criterion with parameters left in it is `invalid`.
Judgement evaluate(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to);

/// A stretch in which a criterion was broken, from the first value that broke it to the last one in a row;
/// one value alone has no length.
struct BrokenSpan {
    Timestamp from, to;
    double worst = 0; ///< in the judgement's unit
    Timestamp at;     ///< of the worst, as Judgement::at
};

/// A judgement, and where in the step it comes from. All values are in the judgement's unit.
struct Trace {
    static constexpr std::size_t mostSpans = 200;

    Judgement judgement; ///< what evaluate() says
    /// The worst value of what there is, also where gaps allow no verdict.
    std::optional<double> seen;
    /// In order of time, at most mostSpans. With `over`: where windows that close there break the limit.
    /// Without: where samples stand beyond the limit that made the whole step fail, or the whole step where
    /// no single sample does (count, sum, stddev, delta, rate). Passed has none, failed at least one; with
    /// gaps there may be some, too.
    std::vector<BrokenSpan> broken;
    bool isWholeStep = false;       ///< `broken` is the whole step, for want of a place in it
    bool isJoined = false;          ///< there were more than mostSpans; the nearest have become one
    std::vector<TelemetryGap> gaps; ///< without samples for too long, edges included; the first mostSpans
    std::vector<Sample> measured;   ///< with `over`: what each window came to, at its close
};

/// evaluate(), with the places. The same rules, and n log n time.
Trace trace(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to);

} // namespace labwarden::criteria

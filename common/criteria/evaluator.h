// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"
#include "common/domain/telemetry.h"
#include "common/timestamp.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>

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

} // namespace labwarden::criteria

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/aggregates.h"
#include "common/criteria/criterion.h"
#include "common/domain/telemetry.h"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What judging samples is made of; for the sources of common alone.
namespace labwarden::criteria {

/// How many sample intervals may pass without a sample.
inline constexpr double allowedIntervals = 3;

/// Two numbers that differ by rounding alone are equal.
bool nearlyEqual(double a, double b);

/// The limits of a criterion in the measure's own unit.
struct Limit {
    Comparison comparison;
    double lower, upper; ///< the same but for `between`

    bool keeps(double value) const;
    /// How bad a value is: the higher the worse.
    double badness(double value) const;
    /// Whether a value breaks the limit on the side on which `other` does.
    bool breaksLike(double value, double other) const;
};

std::string clockText(Timestamp at);
std::string secondsText(std::int64_t ms);
/// As few digits as people need, but never so few that the number seems to lie on the other side of the
/// limit.
std::string readable(double value, const std::function<bool(double)>& keeps);

/// Those that are numbers within the step, in order of time.
std::vector<Sample> usable(std::span<const Sample> samples, Timestamp from, Timestamp to);
/// The median spacing of samples; nothing when there are no two at different times.
std::optional<double> estimatedInterval(const std::vector<Sample>& samples);
/// The stretches without samples that are too long, the edges of the step included; at most `most`, from the
/// first on.
std::vector<TelemetryGap> gapsOf(const std::vector<Sample>& samples, Timestamp from, Timestamp to,
                                 double interval, std::size_t most);
/// (t - length, t] for each sample time t once `length` has passed; where no sample came after that, the one
/// window that closes with the step. Without `length` the whole step.
std::vector<Window> windowsOf(const std::vector<Sample>& samples, Timestamp from, Timestamp to,
                              std::optional<std::chrono::milliseconds> length);

} // namespace labwarden::criteria

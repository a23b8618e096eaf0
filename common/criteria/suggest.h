// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"
#include "common/domain/telemetry.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Help while a criterion is being written: completions, and what a misspelt word was meant to be.
namespace labwarden::criteria {

struct NamedAggregate {
    Aggregate aggregate;
    double percentile; ///< for Aggregate::percentile
};
/// The aggregate of a word: "max", "p95", "p99.9".
std::optional<NamedAggregate> aggregateOf(std::string_view word);
/// 'p' and digits, whether or not it is a percentile.
bool looksLikePercentile(std::string_view word);

/// The word that was probably meant; empty when none is near.
std::string suggestAggregate(std::string_view word);
std::string suggestComparison(std::string_view symbol);
std::string suggestMetricName(std::string_view word);

/// One thing that may stand where the cursor is.
struct Completion {
    std::string text;
    std::string hint; ///< a few words about it; for metrics their unit
};
/// What may be put in place of `length` bytes at `offset`.
struct Completions {
    std::size_t offset = 0, length = 0;
    std::vector<Completion> items;
};
/// What may follow at the cursor (an offset in bytes), given the metrics that are known; best first.
Completions complete(std::string_view text, std::size_t cursor, std::span<const Metric> metrics);

} // namespace labwarden::criteria

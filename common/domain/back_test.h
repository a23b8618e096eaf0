// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/evaluator.h"
#include "common/domain/problem.h"
#include "common/domain/telemetry.h"
#include "common/domain/test_case.h"

#include <boost/describe.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Criteria on telemetry that is already there: what would have held, what would have broken and where. Plain
/// values and pure functions.
namespace labwarden {

/// `POST /test-cases/back-test`. With `from` and `to`: that span is the step. With neither, live: each
/// criterion over its own window, or liveLength, up to the newest sample.
struct BackTestRequest {
    std::string deviceId; ///< UUID
    std::optional<Timestamp> from, to;
    std::vector<CriterionSpec> criteria; ///< 1 to 200, of at most 16 metrics; `step` means nothing here
    std::vector<Parameter> parameters;   ///< those that the criteria name need a value
    boost::json::object parameterValues; ///< else the default counts
    int points = 600; ///< of each metric and of each windowed criterion at most; 0: verdicts and places alone
};
BOOST_DESCRIBE_STRUCT(BackTestRequest, (),
                      (deviceId, from, to, criteria, parameters, parameterValues, points))

namespace back_test {
inline constexpr std::size_t mostCriteria = 200, mostMetrics = 16;
inline constexpr int mostPoints = 2'000;
inline constexpr std::chrono::hours longestSpan{31 * 24};
inline constexpr std::chrono::minutes liveLength{5};    ///< of criteria without a window
inline constexpr std::chrono::hours longestLive{1};     ///< window of a criterion that has one
inline constexpr std::chrono::minutes freshFor{1};      ///< a newest sample older than this is no live value,
inline constexpr std::chrono::minutes longestFresh{15}; ///< nor than three intervals, and never than this
} // namespace back_test

/// One criterion: its trace (common/criteria/evaluator.h), and over which time that is.
struct BackTestResult {
    std::string expression; ///< with the parameters put in
    std::string metric;
    criteria::Verdict verdict = criteria::Verdict::noData;
    std::optional<double> value; ///< in `unit`, as all values here
    std::string unit, limit;
    std::optional<Timestamp> at;
    std::string message;
    std::optional<double> seen;
    Timestamp from, to;
    std::vector<criteria::BrokenSpan> broken;
    bool isWholeStep = false, isJoined = false;
    std::vector<TelemetryGap> gaps;
    std::vector<Sample> measured; ///< thinned
};
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const BackTestResult& result);

struct BackTestAnswer {
    std::string device;                  ///< key
    Timestamp from, to;                  ///< of all that was looked at
    std::vector<BackTestResult> results; ///< one for each criterion, in their order
    std::vector<TelemetrySeries> series; ///< thinned; each metric once, in the order of the criteria
};
BOOST_DESCRIBE_STRUCT(BackTestAnswer, (), (device, from, to, results, series))

/// What is wrong with it beyond its shape, each at its JSON pointer, criteria that cannot be read and
/// parameters without a value included.
std::vector<Fault> faultsOf(const BackTestRequest& request);

/// The metrics that the criteria are about, each once, in their order. Of a request without faults.
std::vector<std::string> metricsOf(const BackTestRequest& request);

/// All samples of one metric of the device, and what it says of the metric.
struct MetricSamples {
    std::string metric;
    std::vector<Sample> samples; ///< in order of time
    std::optional<std::string> unit;
    std::chrono::milliseconds interval{0}; ///< 0: not known
};
/// What has to be read for it. `longestInterval` is the longest of those that are known of its metrics.
TelemetryGap spanToRead(const BackTestRequest& request, Timestamp now,
                        std::chrono::milliseconds longestInterval);
/// Judges every criterion on all samples. `telemetry`: of each of metricsOf(request), over spanToRead().
/// `next` is called before each criterion and may throw: many on many samples take long.
BackTestAnswer answerOf(const BackTestRequest& request, const std::vector<MetricSamples>& telemetry,
                        Timestamp now, const std::function<void()>& next = {});

} // namespace labwarden

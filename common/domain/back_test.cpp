// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/back_test.h"

#include "common/criteria/judging.h"
#include "common/criteria/parser.h"
#include "common/criteria/units.h"
#include "common/domain/parameters.h"
#include "common/enum_text.h"
#include "common/json/samples.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace labwarden {
namespace {

using std::chrono::milliseconds;

/// As a test case, whose rules for parameters and criteria are these, too. Of the parameters those that
/// matter: one without a value that no criterion names is no fault.
TestCaseDocument documentOf(const BackTestRequest& request) {
    TestCaseDocument document;
    document.title = "Back-test";
    document.steps.push_back({.name = "Step", .kind = StepKind::measure, .durationSeconds = 1});
    document.criteria = request.criteria;
    std::set<std::string> named;
    for (CriterionSpec& criterion : document.criteria) {
        criterion.step.clear();
        for (const std::string& name : parameterNames(criterion.expression))
            named.insert(name);
    }
    for (const Parameter& parameter : request.parameters)
        if (named.contains(parameter.name) || request.parameterValues.contains(parameter.name))
            document.parameters.push_back(parameter);
    return document;
}

/// Of criteria that can be read.
std::vector<criteria::Criterion> criteriaOf(const TestCaseDocument& bound) {
    std::vector<criteria::Criterion> all;
    for (const CriterionSpec& spec : bound.criteria)
        if (auto parsed = criteria::parse(spec.expression); parsed)
            all.push_back(std::move(*parsed.criterion));
    return all;
}

std::optional<milliseconds> windowOf(const criteria::Criterion& criterion) {
    const auto seconds = criterion.window ? criteria::secondsIn(criterion.window->unit) : std::nullopt;
    if (!seconds)
        return std::nullopt;
    const double ms = std::round(criterion.window->value * *seconds * 1000);
    return milliseconds(static_cast<std::int64_t>(std::clamp(ms, 0.0, 1e12)));
}

void checkSpan(const BackTestRequest& request, std::vector<Fault>& faults) {
    if (request.from.has_value() != request.to.has_value())
        faults.push_back({request.from ? "/to" : "/from", "is required, or neither \"from\" nor \"to\""});
    else if (request.from && *request.from >= *request.to)
        faults.push_back({"/from", "must be before \"to\""});
    else if (request.from && *request.to - *request.from > back_test::longestSpan)
        faults.push_back({"/from", "must be at most 31 days before \"to\""});
}

void checkCriteria(const BackTestRequest& request, const std::vector<criteria::Criterion>& bound,
                   std::vector<Fault>& faults) {
    std::set<std::string> metrics;
    for (std::size_t i = 0; i < bound.size(); ++i) {
        metrics.insert(bound[i].metric);
        if (!request.from && windowOf(bound[i]) > back_test::longestLive)
            faults.push_back({"/criteria/" + std::to_string(i) + "/expression",
                              "has a window of more than an hour; \"from\" and \"to\" have to say over which "
                              "time it is judged"});
    }
    if (metrics.size() > back_test::mostMetrics)
        faults.push_back({"/criteria", "must be about at most 16 metrics"});
}

milliseconds freshness(milliseconds interval) {
    return std::clamp<milliseconds>(3 * interval, back_test::freshFor, back_test::longestFresh);
}

/// Minimum and maximum of each of so many parts, at their own moments.
std::vector<Sample> thinned(const std::vector<Sample>& samples, Timestamp from, Timestamp to, int points) {
    if (points < 2)
        return {};
    if (samples.size() <= static_cast<std::size_t>(points) || to <= from)
        return samples;
    const std::int64_t parts = points / 2;
    const std::int64_t length = std::max<std::int64_t>(((to - from).count() + parts) / parts, 1);
    std::vector<Sample> few;
    for (auto begin = samples.begin(); begin != samples.end();) {
        const std::int64_t part = (begin->at - from).count() / length;
        const auto end = std::find_if(
            begin, samples.end(), [&](const Sample& s) { return (s.at - from).count() / length != part; });
        const auto byValue = [](const Sample& a, const Sample& b) { return a.value < b.value; };
        auto [low, high] = std::minmax_element(begin, end, byValue);
        if (low > high)
            std::swap(low, high);
        few.push_back(*low);
        if (high != low)
            few.push_back(*high);
        begin = end;
    }
    return few;
}

std::vector<Sample> numbersOf(const std::vector<Sample>& samples) {
    std::vector<Sample> numbers;
    std::ranges::copy_if(samples, std::back_inserter(numbers),
                         [](const Sample& sample) { return std::isfinite(sample.value); });
    return numbers;
}

BackTestResult resultOf(const criteria::Criterion& criterion, criteria::Trace trace, Timestamp from,
                        Timestamp to, int points) {
    BackTestResult result;
    result.metric = criterion.metric;
    result.verdict = trace.judgement.verdict;
    result.value = trace.judgement.value;
    result.unit = std::move(trace.judgement.unit);
    result.limit = std::move(trace.judgement.limit);
    result.at = trace.judgement.at;
    result.message = std::move(trace.judgement.message);
    result.seen = trace.seen && std::isfinite(*trace.seen) ? trace.seen : std::nullopt;
    result.from = from;
    result.to = to;
    result.broken = std::move(trace.broken);
    result.isWholeStep = trace.isWholeStep;
    result.isJoined = trace.isJoined;
    result.gaps = std::move(trace.gaps);
    result.measured = thinned(numbersOf(trace.measured), from, to, points);
    return result;
}

/// Up to the newest sample, however long that took to arrive.
BackTestResult liveResult(const criteria::Criterion& criterion, const MetricSamples& telemetry, Timestamp now,
                          int points) {
    const auto newest = std::find_if(telemetry.samples.rbegin(), telemetry.samples.rend(),
                                     [](const Sample& sample) { return std::isfinite(sample.value); });
    const milliseconds length = windowOf(criterion).value_or(back_test::liveLength);
    const milliseconds fresh = freshness(telemetry.interval);
    const bool isFresh = newest != telemetry.samples.rend() && newest->at >= now - fresh;
    const Timestamp to = isFresh ? newest->at : now;
    const criteria::Series series{
        .samples = telemetry.samples, .unit = telemetry.unit, .interval = telemetry.interval};
    auto result =
        resultOf(criterion, criteria::trace(criterion, series, to - length, to), to - length, to, points);
    if (!isFresh && result.verdict != criteria::Verdict::invalid) {
        result.verdict = criteria::Verdict::noData;
        result.value = result.seen = std::nullopt;
        result.broken.clear();
        result.message = criteria::printMeasure(criterion) + ": no data, nothing came for " +
                         criteria::secondsText(fresh.count());
    }
    return result;
}

TelemetrySeries seriesOf(const MetricSamples& telemetry, Timestamp from, Timestamp to, int points) {
    TelemetrySeries series;
    series.metric = telemetry.metric;
    series.unit = telemetry.unit.value_or(std::string());
    const auto numbers = criteria::usable(telemetry.samples, from, to);
    const auto estimated = criteria::estimatedInterval(numbers);
    const double interval = telemetry.interval.count() > 0 ? static_cast<double>(telemetry.interval.count())
                                                           : estimated.value_or(0);
    if (interval > 0)
        series.gaps = criteria::gapsOf(numbers, from, to, interval, criteria::Trace::mostSpans);
    series.points = thinned(numbers, from, to, points);
    return series;
}

} // namespace

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const BackTestResult& result) {
    boost::json::array broken;
    for (const criteria::BrokenSpan& span : result.broken)
        broken.push_back({{"from", boost::json::value_from(span.from)},
                          {"to", boost::json::value_from(span.to)},
                          {"worst", span.worst},
                          {"at", boost::json::value_from(span.at)}});
    out = {{"expression", result.expression},
           {"metric", result.metric},
           {"verdict", text(result.verdict)},
           {"value", boost::json::value_from(result.value)},
           {"unit", result.unit},
           {"limit", result.limit},
           {"at", boost::json::value_from(result.at)},
           {"message", result.message},
           {"seen", boost::json::value_from(result.seen)},
           {"from", boost::json::value_from(result.from)},
           {"to", boost::json::value_from(result.to)},
           {"broken", std::move(broken)},
           {"isWholeStep", result.isWholeStep},
           {"isJoined", result.isJoined},
           {"gaps", jsonOf(result.gaps)},
           {"measured", jsonOf(result.measured)}};
}

std::vector<Fault> faultsOf(const BackTestRequest& request) {
    const TestCaseDocument document = documentOf(request);
    std::vector<Fault> faults;
    checkSpan(request, faults);
    // Pointers of parameters are those among the ones that matter.
    const auto ofCase = faultsOf(document);
    for (Fault fault : ofCase) {
        if (fault.pointer.starts_with("/parameters"))
            fault.pointer = "/parameters";
        faults.push_back(std::move(fault));
    }
    if (!ofCase.empty())
        return faults;
    const BoundTestCase bound = bindParameters(document, request.parameterValues);
    for (Fault fault : bound.faults) {
        fault.pointer.replace(0, std::string_view("/parameters").size(), "/parameterValues");
        faults.push_back(std::move(fault));
    }
    if (bound)
        checkCriteria(request, criteriaOf(bound.document), faults);
    return faults;
}

std::vector<std::string> metricsOf(const BackTestRequest& request) {
    const auto bound = bindParameters(documentOf(request), request.parameterValues);
    std::vector<std::string> metrics;
    for (const auto& criterion : criteriaOf(bound.document))
        if (std::ranges::find(metrics, criterion.metric) == metrics.end())
            metrics.push_back(criterion.metric);
    return metrics;
}

TelemetryGap spanToRead(const BackTestRequest& request, Timestamp now, milliseconds longestInterval) {
    if (request.from && request.to)
        return {*request.from, *request.to};
    const auto bound = bindParameters(documentOf(request), request.parameterValues);
    milliseconds longest = milliseconds(0);
    for (const auto& criterion : criteriaOf(bound.document))
        longest = std::max(longest, windowOf(criterion).value_or(back_test::liveLength));
    return {now - longest - freshness(longestInterval), now};
}

BackTestAnswer answerOf(const BackTestRequest& request, const std::vector<MetricSamples>& telemetry,
                        Timestamp now, const std::function<void()>& next) {
    const auto bound = bindParameters(documentOf(request), request.parameterValues);
    milliseconds longestInterval{0};
    for (const MetricSamples& each : telemetry)
        longestInterval = std::max(longestInterval, each.interval);
    const TelemetryGap span = spanToRead(request, now, longestInterval);
    BackTestAnswer answer;
    answer.from = span.from;
    answer.to = span.to;
    const auto criteria = criteriaOf(bound.document);
    for (std::size_t i = 0; i < criteria.size(); ++i) {
        if (next)
            next();
        const auto& criterion = criteria[i];
        const auto found = std::ranges::find(telemetry, criterion.metric, &MetricSamples::metric);
        const MetricSamples none{.metric = criterion.metric, .samples = {}, .unit = {}};
        const MetricSamples& samples = found == telemetry.end() ? none : *found;
        const criteria::Series series{
            .samples = samples.samples, .unit = samples.unit, .interval = samples.interval};
        answer.results.push_back(
            request.from ? resultOf(criterion, criteria::trace(criterion, series, span.from, span.to),
                                    span.from, span.to, request.points)
                         : liveResult(criterion, samples, now, request.points));
        answer.results.back().expression = bound.document.criteria[i].expression;
    }
    if (request.points >= 2)
        for (const MetricSamples& each : telemetry)
            answer.series.push_back(seriesOf(each, span.from, span.to, request.points));
    return answer;
}

} // namespace labwarden

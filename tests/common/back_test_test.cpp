// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/parser.h"
#include "common/domain/back_test.h"
#include "common/json/domain.h"

#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace labwarden;
using namespace std::chrono_literals;
using criteria::Trace;
using criteria::Verdict;

namespace {

constexpr Timestamp start{1'772'366'400'000}; // 2026-03-01T12:00:00Z

/// One a second.
std::vector<Sample> everySecond(const std::vector<double>& values) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < values.size(); ++i)
        samples.push_back({start + 1000ms * static_cast<std::int64_t>(i), values[i]});
    return samples;
}

Trace traced(const char* text, const std::vector<double>& values) {
    const auto samples = everySecond(values);
    return criteria::trace(*criteria::parse(text).criterion, {samples, "V", 1000ms}, start,
                           start + 1000ms * (static_cast<std::int64_t>(values.size()) - 1));
}

std::string textOf(const Trace& trace) {
    std::string text;
    for (const auto& span : trace.broken)
        text += std::to_string((span.from - start).count() / 1000) + "-" +
                std::to_string((span.to - start).count() / 1000) + ":" + criteria::printNumber(span.worst) +
                " ";
    return text;
}

BackTestRequest request(const std::vector<std::string>& expressions) {
    BackTestRequest made;
    made.deviceId = "00000000-0000-4000-8000-000000000001";
    made.from = start;
    made.to = start + 9s;
    for (const auto& expression : expressions)
        made.criteria.push_back({.expression = expression, .severity = Severity::must, .step = {}});
    return made;
}

std::vector<std::string> pointers(const BackTestRequest& request) {
    std::vector<std::string> all;
    for (const auto& fault : faultsOf(request))
        all.push_back(fault.pointer);
    return all;
}

using Pointers = std::vector<std::string>;
const double missing = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST(ATrace, of_an_extreme_over_the_step_is_the_samples_beyond_the_limit) {
    EXPECT_EQ(textOf(traced("max(x) <= 5 V", {1, 7, 8, 2, 9, 1})), "1-2:8 4-4:9 ");
    EXPECT_EQ(textOf(traced("min(x) > 5 V", {9, 4, 3, 9})), "1-2:3 ");
    EXPECT_EQ(textOf(traced("max(x) > 5 V", {1, 3, 2})), "0-2:1 ") << "none of them reaches it";
    EXPECT_EQ(textOf(traced("max(x) between 2 V and 5 V", {1, 7, 1})), "1-1:7 ")
        << "the low ones are not what broke it";
    EXPECT_EQ(textOf(traced("max(x) < 500 mV", {0.1, 0.7, 0.1})), "1-1:700 ") << "in the limit's unit";
    EXPECT_EQ(textOf(traced("last(x) < 5 V", {9, 1, 9})), "2-2:9 ");
    EXPECT_EQ(textOf(traced("p50(x) < 5 V", {9, 9, 1})), "0-1:9 ");
    EXPECT_EQ(textOf(traced("p50(x) < 5 V", {9, 1, 1})), "") << "it held, though one sample was higher";
}

TEST(ATrace, of_what_no_sample_is_is_the_whole_step) {
    const Trace counted = traced("count(x) >= 10", {1, 2, 3});
    EXPECT_EQ(textOf(counted), "0-2:3 ");
    EXPECT_TRUE(counted.isWholeStep);
    EXPECT_TRUE(counted.measured.empty()) << "without a window there is nothing to draw";
}

TEST(ATrace, of_a_window_is_where_windows_close_that_break_the_limit) {
    const Trace trace = traced("mean(x) < 5 V over 2s", {1, 1, 9, 9, 1, 1, 1});
    ASSERT_EQ(trace.measured.size(), 5U);
    EXPECT_EQ(trace.measured[0].at, start + 2s);
    EXPECT_EQ(trace.measured[0].value, 5);
    EXPECT_EQ(textOf(trace), "2-4:9 ");
    EXPECT_EQ(trace.judgement.value, 9);
}

TEST(ATrace, goes_on_over_a_gap_and_does_not_lead_over_it) {
    const Trace trace = traced("max(x) < 5 V over 1s", {9, 9, 9, missing, missing, missing, missing, 9, 9});
    EXPECT_EQ(trace.judgement.verdict, Verdict::noData);
    EXPECT_EQ(trace.seen, 9);
    ASSERT_EQ(trace.gaps.size(), 1U);
    EXPECT_EQ(trace.gaps[0].from, start + 2s);
    EXPECT_EQ(trace.gaps[0].to, start + 7s);
    EXPECT_EQ(textOf(trace), "1-2:9 7-8:9 ");
}

TEST(ATrace, of_nothing_is_one_gap) {
    const Trace trace = traced("max(x) < 5 V", {missing, missing, missing});
    EXPECT_EQ(trace.judgement.verdict, Verdict::noData);
    ASSERT_EQ(trace.gaps.size(), 1U);
    EXPECT_EQ(trace.gaps[0].from, start);
    EXPECT_FALSE(trace.seen);
}

TEST(ATrace, has_a_bounded_number_of_stretches_and_joins_the_nearest) {
    std::vector<double> values;
    for (int i = 0; i < 2000; ++i)
        values.push_back(i % 3 == 1 ? 9 : 1);
    for (int i = 0; i < 100; ++i)
        values.push_back(1);
    values.push_back(20);
    const Trace trace = traced("max(x) < 5 V", values);
    EXPECT_TRUE(trace.isJoined);
    ASSERT_EQ(trace.broken.size(), Trace::mostSpans);
    EXPECT_EQ(trace.broken.back().worst, 20);
    EXPECT_EQ(trace.broken.back().from, trace.broken.back().to) << "the far one stands by itself";
}

TEST(ABackTest, names_everything_that_is_wrong_with_it) {
    EXPECT_EQ(pointers(request({"max(x) < 5 V"})), Pointers());
    auto wrong = request({"maxx(x) < 5 V", "max(x) < ${limit} V", "max(x) < 5"});
    wrong.to = start;
    EXPECT_EQ(pointers(wrong), (Pointers{"/from", "/criteria/0/expression", "/criteria/1/expression"}));
    auto half = request({"max(x) < 5 V"});
    half.to.reset();
    EXPECT_EQ(pointers(half), Pointers{"/to"});
    auto lengthy = request({"max(x) < 5 V"});
    lengthy.to = start + 24h * 40;
    EXPECT_EQ(pointers(lengthy), Pointers{"/from"});
    std::vector<std::string> many;
    for (int i = 0; i < 17; ++i)
        many.push_back("max(m" + std::to_string(i) + ") < 5");
    EXPECT_EQ(pointers(request(many)), Pointers{"/criteria"});
    auto live = request({"max(x) < 5 V over 30s", "max(x) < 5 V over 2h"});
    live.from.reset();
    live.to.reset();
    EXPECT_EQ(pointers(live), Pointers{"/criteria/1/expression"});
}

TEST(ABackTest, puts_parameters_in_and_asks_for_those_alone_that_criteria_name) {
    auto asked = request({"max(${metric}) < ${limit} V"});
    asked.parameters = {{.name = "limit", .type = ParameterType::number, .unit = "V", .defaultValue = 5},
                        {.name = "metric", .type = ParameterType::text},
                        {.name = "serial", .type = ParameterType::text}};
    EXPECT_EQ(pointers(asked), Pointers{"/parameterValues/metric"});
    asked.parameterValues["metric"] = "vbus";
    asked.parameterValues["limit"] = "five";
    asked.parameterValues["other"] = 1;
    EXPECT_EQ(pointers(asked), (Pointers{"/parameterValues/limit", "/parameterValues/other"}));
    asked.parameterValues.erase("other");
    asked.parameterValues["limit"] = 4;
    EXPECT_EQ(pointers(asked), Pointers());
    EXPECT_EQ(metricsOf(asked), std::vector<std::string>{"vbus"});
    const auto answer =
        answerOf(asked, {{"vbus", everySecond(std::vector<double>(10, 4.5)), "V", 1000ms}}, start);
    ASSERT_EQ(answer.results.size(), 1U);
    EXPECT_EQ(answer.results[0].expression, "max(vbus) < 4 V");
    EXPECT_EQ(answer.results[0].verdict, Verdict::failed);
}

TEST(ABackTest, judges_on_all_samples_and_thins_only_what_is_drawn) {
    std::vector<Sample> samples;
    for (int i = 0; i < 90'000; ++i)
        samples.push_back({start + 100ms * i, i == 54'321 ? 99.0 : 12.0});
    auto asked = request({"max(vbus) < 20 V", "max(vbus) < 20 V over 10s", "max(none) < 1"});
    asked.to = start + 8999s;
    asked.points = 100;
    const auto answer = answerOf(asked, {{"vbus", samples, "V", 100ms}, {"none", {}, {}}}, start);
    EXPECT_EQ(answer.results[0].value, 99);
    EXPECT_EQ(answer.results[0].at, start + 5432100ms);
    ASSERT_EQ(answer.series.size(), 2U);
    EXPECT_LE(answer.series[0].points.size(), 100U);
    EXPECT_TRUE(std::ranges::any_of(answer.series[0].points, [](const Sample& s) { return s.value == 99; }));
    EXPECT_LE(answer.results[1].measured.size(), 100U);
    EXPECT_EQ(answer.results[2].verdict, Verdict::noData);
    EXPECT_TRUE(answer.series[1].points.empty());
    asked.points = 0;
    EXPECT_TRUE(answerOf(asked, {{"vbus", samples, "V", 100ms}}, start).series.empty());
}

TEST(ABackTest, can_be_given_up_between_two_criteria) {
    int before = 0;
    const auto asked = request({"max(x) < 5 V", "max(x) < 6 V", "max(x) < 7 V"});
    EXPECT_THROW(answerOf(asked, {}, start,
                          [&] {
                              if (++before == 2)
                                  throw std::runtime_error("too late");
                          }),
                 std::runtime_error);
    EXPECT_EQ(before, 2);
}

TEST(ABackTest, live_is_the_window_up_to_the_newest_sample) {
    auto asked = request({"mean(x) < 5 V over 3s", "max(x) < 5 V"});
    asked.from.reset();
    asked.to.reset();
    std::vector<double> values(400, 9);
    values[397] = values[398] = values[399] = 1;
    const auto samples = everySecond(values);
    const Timestamp now = samples.back().at + 20s; // on its way for longer than three intervals
    const auto answer = answerOf(asked, {{"x", samples, "V", 1000ms}}, now);
    EXPECT_EQ(answer.results[0].verdict, Verdict::passed) << answer.results[0].message;
    EXPECT_EQ(answer.results[0].value, 1);
    EXPECT_EQ(answer.results[0].to, samples.back().at);
    EXPECT_EQ(answer.results[1].value, 9);
    EXPECT_EQ(answer.results[1].to - answer.results[1].from, 5min);
    EXPECT_LE(answer.from, answer.results[1].from);

    const auto stale = answerOf(asked, {{"x", samples, "V", 1000ms}}, samples.back().at + 61s);
    EXPECT_EQ(stale.results[0].verdict, Verdict::noData);
    EXPECT_EQ(stale.results[0].message, "mean(x): no data, nothing came for 60 s");
}

TEST(ABackTest, comes_back_the_same_from_json) {
    auto asked = request({"max(x) < 5 V over 1s"});
    asked.parameterValues["a"] = 1;
    const auto json = boost::json::value_from(asked);
    const auto read = wire::read<BackTestRequest>(json, wire::programs);
    ASSERT_TRUE(read);
    EXPECT_EQ(boost::json::value_from(read.value), json);
    const auto answer = answerOf(
        asked, {{"x", everySecond({1, 9, 9, 1, 1, missing, missing, missing, missing, 9}), "V", 1000ms}},
        start);
    const auto answered = boost::json::value_from(answer);
    const auto again = wire::read<BackTestAnswer>(answered, wire::server);
    ASSERT_TRUE(again) << again.faults.front().pointer << again.faults.front().message;
    EXPECT_EQ(boost::json::value_from(again.value), answered);
    EXPECT_EQ(again.value.series[0].gaps.size(), 1U);
}

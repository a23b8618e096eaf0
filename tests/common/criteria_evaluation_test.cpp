// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/evaluator.h"
#include "common/criteria/parser.h"

#include <gmock/gmock.h>

#include <limits>

using namespace labwarden;
using namespace labwarden::criteria;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

const Timestamp start = *Timestamp::parse("2026-03-01T14:02:00Z");

/// One sample a second from the start of the step on.
std::vector<Sample> everySecond(const std::vector<double>& values) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < values.size(); ++i)
        samples.push_back({start + std::chrono::seconds(i), values[i]});
    return samples;
}

Judgement judge(const char* text, const std::vector<Sample>& samples, std::chrono::milliseconds length,
                std::optional<std::string> unit = std::nullopt, std::chrono::milliseconds interval = 1s) {
    const ParseResult parsed = parse(text);
    EXPECT_TRUE(parsed) << text << ": " << describe(parsed, text);
    if (!parsed)
        return {};
    return evaluate(*parsed.criterion, {samples, std::move(unit), interval}, start, start + length);
}

double valueOf(const char* aggregate, const std::vector<double>& values) {
    const std::string text = std::string(aggregate) + "(x) < 1e9";
    return judge(text.c_str(), everySecond(values), std::chrono::seconds(values.size() - 1))
        .value.value_or(-1e9);
}

} // namespace

TEST(AnAggregate, is_what_the_grammar_says) {
    const std::vector<double> values{3, 1, 4, 1, 5};
    EXPECT_EQ(valueOf("min", values), 1);
    EXPECT_EQ(valueOf("max", values), 5);
    EXPECT_DOUBLE_EQ(valueOf("mean", values), 2.8);
    EXPECT_EQ(valueOf("median", values), 3);
    EXPECT_EQ(valueOf("first", values), 3);
    EXPECT_EQ(valueOf("last", values), 5);
    EXPECT_EQ(valueOf("count", values), 5);
    EXPECT_EQ(valueOf("sum", values), 14);
    EXPECT_DOUBLE_EQ(valueOf("stddev", values), 1.6);
    EXPECT_EQ(valueOf("delta", values), 2);
    EXPECT_DOUBLE_EQ(valueOf("rate", values), 0.5);
    EXPECT_EQ(valueOf("median", {1, 2, 3, 4}), 2) << "the lower of the two in the middle";
}

TEST(APercentile, is_by_nearest_rank) {
    const std::vector<double> values{15, 20, 35, 40, 50};
    EXPECT_EQ(valueOf("p5", values), 15);
    EXPECT_EQ(valueOf("p30", values), 20);
    EXPECT_EQ(valueOf("p40", values), 20);
    EXPECT_EQ(valueOf("p50", values), 35);
    EXPECT_EQ(valueOf("p100", values), 50);
    std::vector<double> twenty;
    for (int i = 1; i <= 20; ++i)
        twenty.push_back(i);
    EXPECT_EQ(valueOf("p95", twenty), 19);
    EXPECT_EQ(valueOf("p95.1", twenty), 20);
}

TEST(AJudgement, says_which_value_broke_which_limit_and_when) {
    const Judgement j = judge("max(mem_used_pct) <= 85 %", everySecond({60, 70, 91.2, 80}), 3s, "%");
    EXPECT_EQ(j.verdict, Verdict::failed);
    EXPECT_EQ(j.value, 91.2);
    EXPECT_EQ(j.unit, "%");
    EXPECT_EQ(j.limit, "<= 85 %");
    EXPECT_EQ(j.at, start + 2s);
    EXPECT_EQ(j.message, "max(mem_used_pct) was 91.2 %, limit <= 85 %, at 14:02:02Z");
}

TEST(AJudgement, of_a_kept_limit_names_the_worst_value_too) {
    const Judgement j = judge("min(vbus) >= 4.75 V over 2s", everySecond({5, 4.9, 5.1, 4.8, 5}), 4s, "V");
    EXPECT_EQ(j.verdict, Verdict::passed);
    EXPECT_EQ(j.value, 4.8);
    EXPECT_EQ(j.message, "min(vbus) was 4.8 V, limit >= 4.75 V over 2 s, at 14:02:03Z");
}

TEST(AJudgement, is_given_in_the_unit_of_the_limit) {
    const Judgement j = judge("mean(vbus) between 4750 mV and 5.25 V", everySecond({5.5, 5.5}), 1s, "V");
    EXPECT_EQ(j.verdict, Verdict::failed);
    EXPECT_EQ(j.value, 5500);
    EXPECT_EQ(j.unit, "mV");
    EXPECT_EQ(j.limit, "between 4750 mV and 5.25 V");
}

TEST(AJudgement, never_rounds_a_value_across_its_limit) {
    const Judgement j = judge("max(x) <= 85", everySecond({85.0000001, 80}), 1s);
    EXPECT_EQ(j.verdict, Verdict::failed);
    EXPECT_THAT(j.message, HasSubstr("was 85.0000001, limit <= 85"));
}

TEST(ALimit, holds_or_breaks_at_its_edge_as_written) {
    const auto verdict = [](const char* text) { return judge(text, everySecond({5, 5}), 1s).verdict; };
    EXPECT_EQ(verdict("max(x) < 5"), Verdict::failed);
    EXPECT_EQ(verdict("max(x) <= 5"), Verdict::passed);
    EXPECT_EQ(verdict("max(x) > 5"), Verdict::failed);
    EXPECT_EQ(verdict("max(x) >= 5"), Verdict::passed);
    EXPECT_EQ(verdict("max(x) == 5"), Verdict::passed);
    EXPECT_EQ(verdict("max(x) != 5"), Verdict::failed);
    EXPECT_EQ(verdict("max(x) between 5 and 6"), Verdict::passed);
    EXPECT_EQ(verdict("max(x) between 4 and 5"), Verdict::passed);
    EXPECT_EQ(verdict("max(x) between 5.001 and 6"), Verdict::failed);
}

TEST(ALimit, does_not_break_by_rounding_alone) {
    EXPECT_EQ(judge("mean(x) <= 0.1", everySecond({0.1, 0.1, 0.1}), 2s).verdict, Verdict::passed);
    EXPECT_EQ(judge("max(x) == 4.35 V", everySecond({435, 435}), 1s, "cV").verdict, Verdict::passed);
}

TEST(AUnit, that_does_not_fit_makes_the_criterion_invalid_and_never_passes) {
    const Judgement j = judge("max(t) < 85 K", everySecond({1, 1}), 1s, "°C");
    EXPECT_EQ(j.verdict, Verdict::invalid);
    EXPECT_EQ(j.message, "max(t) is in °C and cannot be compared with K");
    EXPECT_EQ(judge("max(t) < 85 V", everySecond({1, 1}), 1s, "").verdict, Verdict::invalid);
    EXPECT_EQ(judge("max(t) < 85", everySecond({1, 1}), 1s, "°C").verdict, Verdict::passed)
        << "a bare number is in the metric's unit";
    EXPECT_EQ(judge("max(t) < 85 K", everySecond({1, 1}), 1s).verdict, Verdict::passed)
        << "an unknown unit is not checked";
}

TEST(AUnit, of_a_rate_is_that_of_the_metric_per_second) {
    const Judgement j = judge("rate(rx) >= 60 kB/min", everySecond({0, 1000, 2000}), 2s, "B");
    EXPECT_EQ(j.verdict, Verdict::passed);
    EXPECT_EQ(j.value, 60);
    EXPECT_EQ(j.unit, "kB/min");
    EXPECT_EQ(judge("rate(rx) >= 60 kB", everySecond({0, 1}), 1s, "B").verdict, Verdict::invalid);
    EXPECT_EQ(judge("count(rx) >= 2", everySecond({0, 1}), 1s, "B").unit, "");
}

TEST(AWindow, must_keep_the_limit_wherever_it_ends) {
    const std::vector<Sample> samples = everySecond({1, 9, 9, 1, 1, 1});
    EXPECT_EQ(judge("mean(x) < 5", samples, 5s).verdict, Verdict::passed);
    const Judgement j = judge("mean(x) < 5 over 2s", samples, 5s);
    EXPECT_EQ(j.verdict, Verdict::failed);
    EXPECT_EQ(j.value, 9);
    EXPECT_EQ(j.at, start + 2s);
}

TEST(AWindow, is_open_at_its_begin_and_closed_at_its_end) {
    EXPECT_EQ(judge("count(x) == 2 over 2s", everySecond({0, 0, 0, 0, 0}), 4s).verdict, Verdict::passed);
    EXPECT_EQ(judge("max(x) < 9 over 2s", everySecond({9, 1, 1, 1}), 3s).verdict, Verdict::passed)
        << "the sample at the very start lies in no whole window";
}

TEST(AWindow, as_long_as_the_step_closes_with_the_step) {
    const Judgement j =
        judge("mean(x) < 5 over 3s", {{start + 500ms, 2}, {start + 1500ms, 2}, {start + 2500ms, 5}}, 3s);
    EXPECT_EQ(j.verdict, Verdict::passed);
    EXPECT_EQ(j.value, 3);
}

TEST(NoData, is_said_of_an_empty_step) {
    const Judgement j = judge("max(x) < 5", {}, 10s);
    EXPECT_EQ(j.verdict, Verdict::noData);
    EXPECT_FALSE(j.value);
    EXPECT_EQ(j.message, "max(x): no data, nothing came between 14:02:00Z and 14:02:10Z");
    EXPECT_EQ(judge("max(x) < 5", {{start - 1s, 1}, {start + 11s, 1}}, 10s).verdict, Verdict::noData);
}

TEST(NoData, is_said_of_a_step_shorter_than_the_window) {
    const Judgement j = judge("max(x) < 5 over 30s", everySecond({1, 1, 1}), 2s);
    EXPECT_EQ(j.verdict, Verdict::noData);
    EXPECT_THAT(j.message, HasSubstr("the step of 2 s is shorter than the window of 30 s"));
}

TEST(NoData, is_said_of_a_gap_longer_than_three_intervals_and_not_of_three) {
    const auto withGap = [](std::chrono::milliseconds gap) {
        const std::vector<Sample> samples{{start, 1}, {start + 1s, 1}, {start + 1s + gap, 1}};
        return judge("max(x) < 5", samples, 1s + gap).verdict;
    };
    EXPECT_EQ(withGap(3000ms), Verdict::passed);
    EXPECT_EQ(withGap(3001ms), Verdict::noData);
    EXPECT_EQ(judge("max(x) < 5", {{start + 3001ms, 1}}, 4s).verdict, Verdict::noData) << "at the begin";
    EXPECT_EQ(judge("max(x) < 5", {{start, 1}}, 3001ms).verdict, Verdict::noData) << "at the end";
    EXPECT_EQ(judge("max(x) < 5", {{start, 1}}, 3000ms).verdict, Verdict::passed);
}

TEST(NoData, hides_no_broken_limit_as_passed) {
    EXPECT_EQ(judge("max(x) < 5", {{start, 9}, {start + 1s, 1}}, 30s).verdict, Verdict::noData);
}

TEST(NoData, is_what_samples_that_are_no_numbers_leave) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    EXPECT_EQ(judge("max(x) < 5", everySecond({nan, inf, -inf, nan}), 3s).verdict, Verdict::noData);
    EXPECT_EQ(judge("max(x) < 5", everySecond({1, nan, 1, inf, 1}), 4s).verdict, Verdict::passed);
    EXPECT_EQ(judge("sum(x) < 5", everySecond({1e308, 1e308}), 1s).verdict, Verdict::noData)
        << "beyond what a number can hold";
}

TEST(NoData, is_said_where_delta_and_rate_have_but_one_sample) {
    EXPECT_EQ(judge("delta(x) < 5", {{start, 1}}, 1s).verdict, Verdict::noData);
    EXPECT_EQ(judge("rate(x) < 5", {{start, 1}, {start, 2}}, 1s).verdict, Verdict::noData);
    EXPECT_EQ(judge("delta(x) < 5 over 1s", everySecond({1, 1, 1}), 2s).verdict, Verdict::noData);
}

TEST(AnUnknownInterval, is_the_median_spacing_of_the_samples) {
    EXPECT_EQ(judge("max(x) < 5", everySecond({1, 1, 1, 1}), 6s, "", 0ms).verdict, Verdict::passed);
    EXPECT_EQ(judge("max(x) < 5", everySecond({1, 1, 1, 1}), 6001ms, "", 0ms).verdict, Verdict::noData);
    EXPECT_EQ(judge("max(x) < 5", {{start, 1}}, 1s, "", 0ms).verdict, Verdict::noData);
}

TEST(Samples, may_come_in_any_order) {
    std::vector<Sample> samples = everySecond({1, 2, 3, 4});
    std::ranges::reverse(samples);
    EXPECT_EQ(judge("delta(x) == 3", samples, 3s).verdict, Verdict::passed);
}

TEST(ACriterionWithParameters, is_not_judged) {
    EXPECT_EQ(judge("max(x) < ${limit}", everySecond({1, 1}), 1s).verdict, Verdict::invalid);
}

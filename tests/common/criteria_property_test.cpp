// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/evaluator.h"
#include "common/criteria/parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace labwarden;
using namespace labwarden::criteria;

/// The evaluator against a second one that is slow and obvious: it takes GRAMMAR.md sentence by sentence,
/// makes each window anew, and shares no code with the first.
namespace {

struct Obvious {
    enum { passed, failed, noData } verdict = noData;
    double value = 0;
};

std::optional<double> aggregate(const Criterion& c, const std::vector<Sample>& window) {
    if (window.empty())
        return std::nullopt;
    std::vector<double> values;
    for (const Sample& s : window)
        values.push_back(s.value);
    const double n = static_cast<double>(values.size());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    const auto nearestRank = [&](double percent) {
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t k = 1; k <= sorted.size(); ++k) {
            if (static_cast<double>(k) * 100 >= percent * n) // the first rank that reaches the share
                return sorted[k - 1];
        }
        return sorted.back();
    };
    switch (c.aggregate) {
    case Aggregate::min:
        return *std::min_element(values.begin(), values.end());
    case Aggregate::max:
        return *std::max_element(values.begin(), values.end());
    case Aggregate::mean:
        return sum / n;
    case Aggregate::median:
        return nearestRank(50);
    case Aggregate::percentile:
        return nearestRank(c.percentile);
    case Aggregate::first:
        return values.front();
    case Aggregate::last:
        return values.back();
    case Aggregate::count:
        return n;
    case Aggregate::sum:
        return sum;
    case Aggregate::stddev: {
        double squares = 0;
        for (const double v : values)
            squares += (v - sum / n) * (v - sum / n);
        return std::sqrt(squares / n);
    }
    case Aggregate::delta:
        return window.size() < 2 ? std::nullopt : std::optional(values.back() - values.front());
    case Aggregate::rate: {
        const double seconds = static_cast<double>(window.back().at.ms - window.front().at.ms) / 1000;
        return seconds > 0 ? std::optional((values.back() - values.front()) / seconds) : std::nullopt;
    }
    }
    return std::nullopt;
}

bool keeps(const Criterion& c, double v) {
    const double a = c.limit.value;
    const bool equal = std::abs(v - a) <= 1e-12 * std::max(std::abs(v), std::abs(a));
    switch (c.comparison) {
    case Comparison::less:
        return v < a && !equal;
    case Comparison::lessOrEqual:
        return v < a || equal;
    case Comparison::greater:
        return v > a && !equal;
    case Comparison::greaterOrEqual:
        return v > a || equal;
    case Comparison::equal:
        return equal;
    case Comparison::notEqual:
        return !equal;
    case Comparison::between: {
        const double b = c.upper->value;
        return (v > a || equal) && (v < b || std::abs(v - b) <= 1e-12 * std::max(std::abs(v), std::abs(b)));
    }
    }
    return false;
}

double howBad(const Criterion& c, double v) {
    switch (c.comparison) {
    case Comparison::less:
    case Comparison::lessOrEqual:
        return v;
    case Comparison::greater:
    case Comparison::greaterOrEqual:
        return -v;
    case Comparison::equal:
        return std::abs(v - c.limit.value);
    case Comparison::notEqual:
        return -std::abs(v - c.limit.value);
    case Comparison::between:
        return std::max(c.limit.value - v, v - c.upper->value);
    }
    return 0;
}

Obvious obvious(const Criterion& c, std::vector<Sample> all, std::int64_t intervalMs, Timestamp from,
                Timestamp to) {
    std::vector<Sample> samples;
    for (const Sample& s : all) {
        if (std::isfinite(s.value) && s.at >= from && s.at <= to)
            samples.push_back(s);
    }
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.at < b.at; });
    if (samples.empty())
        return {};
    std::vector<std::int64_t> times{from.ms};
    for (const Sample& s : samples)
        times.push_back(s.at.ms);
    times.push_back(to.ms);
    for (std::size_t i = 1; i < times.size(); ++i) {
        if (times[i] - times[i - 1] > 3 * intervalMs)
            return {};
    }
    std::vector<std::vector<Sample>> windows;
    const auto windowEndingAt = [&](std::int64_t t, std::int64_t length) {
        std::vector<Sample> window;
        for (const Sample& s : samples) {
            if (s.at.ms > t - length && s.at.ms <= t)
                window.push_back(s);
        }
        windows.push_back(window);
    };
    if (!c.window) {
        windows.push_back(samples);
    } else {
        const auto length = static_cast<std::int64_t>(c.window->value); // in ms, as the test writes it
        if (to.ms - from.ms < length)
            return {};
        for (const Sample& s : samples) {
            if (s.at.ms - from.ms >= length)
                windowEndingAt(s.at.ms, length);
        }
        if (windows.empty())
            windowEndingAt(to.ms, length);
    }
    Obvious result{Obvious::passed, 0};
    double worst = -INFINITY;
    for (const auto& window : windows) {
        const std::optional<double> value = aggregate(c, window);
        if (!value)
            return {};
        if (!keeps(c, *value))
            result.verdict = Obvious::failed;
        if (howBad(c, *value) > worst) {
            worst = howBad(c, *value);
            result.value = *value;
        }
    }
    return result;
}

/// A criterion, a step, and samples with gaps, doubled times and what is no number.
struct Trial {
    Criterion c;
    Timestamp from{1'000'000}, to;
    std::int64_t interval = 0;
    std::vector<Sample> samples;

    explicit Trial(std::mt19937& random) {
        const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
        c.aggregate = static_cast<Aggregate>(below(12));
        c.percentile = c.aggregate == Aggregate::percentile ? 1 + below(100) : 0;
        c.metric = "x";
        c.comparison = static_cast<Comparison>(below(7));
        c.limit.value = below(40) - 20;
        if (c.comparison == Comparison::between)
            c.upper = Quantity{c.limit.value + below(10), "", ""};
        if (below(3))
            c.window = Quantity{static_cast<double>(1 + below(3000)), "ms", ""};

        to = Timestamp{from.ms + 1 + below(5000)};
        interval = 50 + below(400);
        std::int64_t t = from.ms - below(500);
        const unsigned step = static_cast<unsigned>(below(8) == 0 ? 4 * interval : 2 * interval);
        while (t < to.ms + 500) {
            double value = below(30) - 15;
            if (below(40) == 0)
                value = below(2) ? NAN : INFINITY;
            samples.push_back({{t}, value});
            t += below(10) ? below(step) : 0; // now and then two at one time
        }
        if (below(4) == 0)
            std::shuffle(samples.begin(), samples.end(), random);
    }
};

} // namespace

TEST(TheEvaluator, agrees_with_a_slow_obvious_one) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::array<int, 3> seen{};
    for (int round = 0; round < 20'000; ++round) {
        const Trial trial(random);
        const auto& [c, from, to, interval, samples] = trial;
        const Judgement fast = evaluate(c, {samples, "", std::chrono::milliseconds(interval)}, from, to);
        const Obvious slow = obvious(c, samples, interval, from, to);
        const std::string what = print(c) + ", round " + std::to_string(round) + ": " + fast.message;
        if (slow.verdict == Obvious::noData) {
            ASSERT_EQ(fast.verdict, Verdict::noData) << what;
            ASSERT_FALSE(fast.value) << what;
        } else {
            ASSERT_EQ(fast.verdict, slow.verdict == Obvious::passed ? Verdict::passed : Verdict::failed)
                << what;
            ASSERT_NEAR(*fast.value, slow.value, 1e-9) << what;
            ASSERT_TRUE(fast.at && *fast.at >= from && *fast.at <= to) << what;
        }
        ++seen[slow.verdict];
    }
    EXPECT_GT(*std::min_element(seen.begin(), seen.end()), 1000)
        << "each verdict was met often enough to mean something";
}

TEST(ATrace, says_what_the_evaluator_says_and_where_each_broken_value_stood) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    int failures = 0, tracedOverGaps = 0;
    for (int round = 0; round < 20'000; ++round) {
        const Trial trial(random);
        const auto& [c, from, to, interval, samples] = trial;
        const Series series{samples, "", std::chrono::milliseconds(interval)};
        const Judgement judgement = evaluate(c, series, from, to);
        const Trace traced = trace(c, series, from, to);
        const std::string what = print(c) + ", round " + std::to_string(round) + ": " + judgement.message;
        ASSERT_EQ(traced.judgement.verdict, judgement.verdict) << what;
        ASSERT_EQ(traced.judgement.message, judgement.message) << what;
        ASSERT_EQ(traced.judgement.value, judgement.value) << what;

        ASSERT_TRUE(judgement.verdict != Verdict::failed || !traced.broken.empty()) << what;
        ASSERT_TRUE(judgement.verdict != Verdict::passed || traced.broken.empty()) << what;
        ASSERT_TRUE(traced.gaps.empty() || judgement.verdict == Verdict::noData) << what;
        Timestamp end = from - std::chrono::milliseconds(1);
        for (const BrokenSpan& span : traced.broken) {
            ASSERT_TRUE(span.from > end && span.from <= span.to && span.to <= to) << what;
            ASSERT_FALSE(keeps(c, span.worst)) << what;
            end = span.to;
        }
        if (judgement.verdict == Verdict::failed && (c.window || traced.isWholeStep)) {
            const auto isWorst = [&](const BrokenSpan& span) {
                return span.worst == *judgement.value && span.at == *judgement.at;
            };
            ASSERT_TRUE(std::ranges::any_of(traced.broken, isWorst)) << what;
        }
        const auto isIn = [&](Timestamp at) {
            return std::ranges::any_of(
                traced.broken, [&](const BrokenSpan& span) { return at >= span.from && at <= span.to; });
        };
        ASSERT_FALSE(traced.isJoined) << what;
        for (const Sample& each : traced.measured)
            ASSERT_EQ(isIn(each.at), !keeps(c, each.value)) << what << " at " << each.at.ms;
        for (const Sample& each : samples)
            for (const TelemetryGap& gap : traced.gaps)
                ASSERT_TRUE(!std::isfinite(each.value) || each.at <= gap.from || each.at >= gap.to) << what;
        failures += judgement.verdict == Verdict::failed ? 1 : 0;
        tracedOverGaps += !traced.gaps.empty() && !traced.broken.empty() ? 1 : 0;
    }
    EXPECT_GT(failures, 1000);
    EXPECT_GT(tracedOverGaps, 100);
}

TEST(TheEvaluator, is_quick_with_many_samples_and_a_window) {
    // No time is asserted; with a cost of samples times window this would not end within the test's time
    // limit.
    std::mt19937 random(7);
    std::vector<Sample> samples;
    for (std::int64_t i = 0; i <= 300'000; ++i)
        samples.push_back({{i * 100}, static_cast<double>(random() % 1000)});
    for (const char* text : {"p95(x) < 2000 over 1h", "max(x) < 2000 over 1h", "stddev(x) < 2000 over 1h",
                             "median(x) < 2000 over 30s"}) {
        const Judgement j = evaluate(*parse(text).criterion, {samples, "", std::chrono::milliseconds(100)},
                                     {0}, {30'000'000});
        EXPECT_EQ(j.verdict, Verdict::passed) << j.message;
        const Trace traced =
            trace(*parse(text).criterion, {samples, "", std::chrono::milliseconds(100)}, {0}, {30'000'000});
        EXPECT_GT(traced.measured.size(), 200'000U);
    }
}

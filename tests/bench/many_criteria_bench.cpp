// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What judging a large test case costs: 1,000 criteria of every aggregate, half of them with windows, each
// over an hour of a metric at 1 Hz (3,600 samples). Prints figures and asserts nothing.

#include "common/criteria/evaluator.h"
#include "common/criteria/parser.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

using namespace labwarden;

int main() {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    constexpr int count = 1000, seconds = 3600, metrics = 20;
    std::mt19937 random(7);
    std::vector<std::vector<Sample>> series(metrics);
    for (auto& samples : series)
        for (std::int64_t i = 0; i <= seconds; ++i)
            samples.push_back({{i * 1000}, static_cast<double>(random() % 1000) / 10});
    const std::vector<std::string> aggregates = {"min",  "max",   "mean", "median", "p95",   "p99.9", "first",
                                                 "last", "count", "sum",  "stddev", "delta", "rate"};
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i)
        texts.push_back(aggregates[static_cast<std::size_t>(i) % aggregates.size()] + "(m) < 1000000" +
                        (i % 2 ? " over " + std::to_string(10 + i % 600) + "s" : ""));

    for (int round = 0; round < 5; ++round) {
        auto began = std::chrono::steady_clock::now();
        std::vector<criteria::Criterion> parsed;
        for (const std::string& text : texts)
            parsed.push_back(*criteria::parse(text).criterion);
        const Milliseconds reading = std::chrono::steady_clock::now() - began;
        int passed = 0;
        double slowest = 0;
        began = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < parsed.size(); ++i) {
            const auto start = std::chrono::steady_clock::now();
            const auto& samples = series[i % series.size()];
            const criteria::Judgement judgement = criteria::evaluate(
                parsed[i], {.samples = samples, .unit = "", .interval = std::chrono::seconds(1)}, {0},
                samples.back().at);
            passed += judgement.verdict == criteria::Verdict::passed ? 1 : 0;
            slowest = std::max(slowest, Milliseconds(std::chrono::steady_clock::now() - start).count());
        }
        const Milliseconds judging = std::chrono::steady_clock::now() - began;
        std::printf(
            "%d criteria, %d samples each: read %.1f ms, judged %.0f ms (%.3f ms each, slowest %.2f ms), "
            "%d passed\n",
            count, seconds + 1, reading.count(), judging.count(), judging.count() / count, slowest, passed);
    }
}

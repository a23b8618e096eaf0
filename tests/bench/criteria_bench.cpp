// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What judging a criterion costs: 100,000 samples, with short and long windows. Prints figures and asserts
// nothing.

#include "common/criteria/evaluator.h"
#include "common/criteria/parser.h"

#include <chrono>
#include <cstdio>
#include <random>
#include <vector>

using namespace labwarden;

int main() {
    constexpr std::int64_t count = 100'000;
    constexpr std::chrono::milliseconds interval(100);
    std::mt19937 random(7);
    std::vector<Sample> samples;
    for (std::int64_t i = 0; i <= count; ++i)
        samples.push_back({{i * interval.count()}, static_cast<double>(random() % 1000)});
    for (const char* text :
         {"max(x) < 2000", "max(x) < 2000 over 30s", "max(x) < 2000 over 1h", "p95(x) < 2000",
          "p95(x) < 2000 over 30s", "p95(x) < 2000 over 1h", "mean(x) < 2000 over 1h",
          "stddev(x) < 2000 over 1h", "rate(x) < 2000 over 30s"}) {
        const criteria::ParseResult parsed = criteria::parse(text);
        const auto began = std::chrono::steady_clock::now();
        const criteria::Judgement judgement =
            criteria::evaluate(*parsed.criterion, {.samples = samples, .unit = "", .interval = interval}, {0},
                               samples.back().at);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        std::printf("%-28s %6.1f ms  %s\n", text, took.count(), judgement.message.c_str());
    }
}

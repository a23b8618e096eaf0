// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether the time that a refused log-in takes tells if there is such an account: a user's name with a wrong
// password, a name that nobody has, and a disabled user's, in turns and in random order. Prints medians and,
// with its 95 % confidence interval, how much the others differ from the first; asserts nothing. Needs
// LABWARDEN_TEST_SERVICES. Usage: login_timing_bench [of each, 200]

#include "tests/server/support/api.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

using namespace labwarden;

namespace {

constexpr int warmUp = 5;
constexpr int resamples = 2000;

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<double> resampled(const std::vector<double>& values, std::mt19937& random) {
    std::vector<double> sample(values.size());
    for (double& value : sample)
        value = values[random() % values.size()];
    return sample;
}

struct Interval {
    double low, high;
};

/// 95 % by bootstrap of f(median, median).
template<class F>
Interval intervalOf(const std::vector<double>& a, const std::vector<double>& b, std::mt19937& random, F f) {
    std::vector<double> all;
    for (int i = 0; i < resamples; ++i)
        all.push_back(f(medianOf(resampled(a, random)), medianOf(resampled(b, random))));
    std::sort(all.begin(), all.end());
    return {all[resamples / 40], all[resamples - 1 - resamples / 40]};
}

} // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 200;
    test::TestApi api;
    api.schema.sql("UPDATE users SET disabled = true WHERE username = 'engineer'");
    struct Kind {
        const char *name, *username;
        std::vector<double> ms;
    };
    std::vector<Kind> kinds{{"a user's name", "viewer", {}},
                            {"nobody's name", "nobody", {}},
                            {"a disabled user's", "engineer", {}}};
    std::mt19937 random(1);
    for (int i = 0; i < count + warmUp; ++i) {
        std::shuffle(kinds.begin(), kinds.end(), random);
        for (Kind& kind : kinds) {
            const boost::json::value body{{"username", kind.username}, {"password", "not the right one"}};
            const auto began = std::chrono::steady_clock::now();
            const int status = api.post("/api/v1/auth/login", body).status;
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
            if (status != 401) {
                std::fprintf(stderr, "%s: answered %d\n", kind.name, status);
                return 1;
            }
            if (i >= warmUp)
                kind.ms.push_back(took.count());
        }
        api.schema.sql("DELETE FROM login_attempts"); // else the tenth would be locked
    }
    const auto known = std::find_if(kinds.begin(), kinds.end(),
                                    [](const Kind& k) { return k.username == std::string("viewer"); });
    std::printf("%d refused log-ins of each kind\n", count);
    for (const Kind& kind : kinds) {
        const Interval ratio =
            intervalOf(kind.ms, known->ms, random, [](double a, double b) { return a / b; });
        const Interval difference =
            intervalOf(kind.ms, known->ms, random, [](double a, double b) { return a - b; });
        std::printf("%-18s median %7.2f ms, to a user's name: ratio %.4f [%.4f, %.4f], difference %+.2f ms "
                    "[%+.2f, %+.2f]\n",
                    kind.name, medianOf(kind.ms), medianOf(kind.ms) / medianOf(known->ms), ratio.low,
                    ratio.high, medianOf(kind.ms) - medianOf(known->ms), difference.low, difference.high);
    }
}

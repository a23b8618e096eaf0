// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a storm of log-ins does to those who are at work: 64 clients that sign in over and over and wait as
// long as Retry-After says, beside four that ask for the board of 200 devices fifty times a second each.
// Quiet and storm in turns; prints the p99 of GET /devices in both, and their ratio; asserts nothing. Needs
// LABWARDEN_TEST_SERVICES and labwardend beside it. Usage: login_storm_bench [rounds, 3] [seconds of each
// half, 10]

#include "tests/e2e/support/lab.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace labwarden;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int devices = 200, readers = 4, stormers = 64;
constexpr std::chrono::milliseconds readerPause{20};

double percentile(std::vector<double> values, double share) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void pause(const std::stop_token& stop, Clock::duration length) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, length, [] { return false; });
}

/// The times (ms) that GET /devices took within `length`.
std::vector<double> readBoard(const test::Lab& lab, const std::string& token, std::chrono::seconds length) {
    std::mutex mutex;
    std::vector<double> all;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < readers; ++i)
            threads.emplace_back([&](const std::stop_token& stop) {
                clients::HttpClient http;
                std::vector<double> mine;
                const auto end = Clock::now() + length;
                for (auto next = Clock::now(); next < end; next += readerPause) {
                    pause(stop, next - Clock::now());
                    const auto began = Clock::now();
                    const auto answer = http.get(lab.url() + "/api/v1/devices", token);
                    if (answer.status == 200)
                        mine.push_back(
                            std::chrono::duration<double, std::milli>(Clock::now() - began).count());
                    else
                        std::fprintf(stderr, "GET /devices: %d %s\n", answer.status, answer.detail.c_str());
                }
                const std::lock_guard lock(mutex);
                all.insert(all.end(), mine.begin(), mine.end());
            });
    }
    return all;
}

struct Storm {
    std::atomic<int> in = 0, told = 0, other = 0; ///< signed in; told to wait; anything else
    std::mutex mutex;
    std::vector<double> waits; ///< ms from the first attempt to being signed in

    void client(const test::Lab& lab, const std::string& username, const std::stop_token& stop) {
        clients::HttpClient http;
        const std::string body =
            R"({"username":")" + username + R"(","password":")" + test::Lab::password + R"("})";
        auto began = Clock::now();
        while (!stop.stop_requested()) {
            const auto answer = http.post(lab.url() + "/api/v1/auth/login", body);
            if (answer.status == 429) {
                ++told;
                pause(stop, answer.retryAfter.value_or(std::chrono::seconds(1)));
                continue;
            }
            ++(answer.status == 200 ? in : other);
            const std::lock_guard lock(mutex);
            waits.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
            began = Clock::now();
        }
    }
};

} // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 3;
    const std::chrono::seconds half(argc > 2 ? std::atoi(argv[2]) : 10);
    test::Lab lab({.runner = false, .agent = false, .serverSettings = {{"log-level", "warn"}}});
    test::Person admin(lab, "admin");
    for (int i = 0; i < devices; ++i)
        admin.addDevice("device-" + std::to_string(i));
    readBoard(lab, admin.token(), std::chrono::seconds(1));

    std::vector<double> ratios;
    for (int round = 1; round <= rounds; ++round) {
        const auto quiet = readBoard(lab, admin.token(), half);
        Storm storm;
        std::vector<double> loud;
        {
            std::vector<std::jthread> clients;
            for (int i = 0; i < stormers; ++i)
                clients.emplace_back([&, i](const std::stop_token& stop) {
                    static constexpr const char* users[] = {"admin", "engineer", "viewer"};
                    storm.client(lab, users[i % 3], stop);
                });
            loud = readBoard(lab, admin.token(), half);
        }
        const double before = percentile(quiet, 0.99), during = percentile(loud, 0.99);
        ratios.push_back(during / before);
        const auto seconds = static_cast<double>(half.count());
        std::printf("round %d: GET /devices p50 %.2f -> %.2f ms, p99 %.2f -> %.2f ms, ratio %.2f, target "
                    "%.2f ms: %s\n",
                    round, percentile(quiet, 0.5), percentile(loud, 0.5), before, during, during / before,
                    std::max(3 * before, 10.0), during <= std::max(3 * before, 10.0) ? "met" : "missed");
        std::printf("         log-ins/s %.1f, told to wait/s %.1f, other answers %d, wait until signed in "
                    "p50 %.0f ms, p99 %.0f ms\n",
                    storm.in / seconds, storm.told / seconds, storm.other.load(),
                    percentile(storm.waits, 0.5), percentile(storm.waits, 0.99));
    }
    std::printf("median ratio of p99 %.2f\n", percentile(ratios, 0.5));
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the event feed does under load: so many consoles stand in the long poll of a real labwardend while
// devices change, and are cut off at random and come back. Prints how long a change takes from its commit to
// each console, and what the server needs of a core. Ends with 1 when a console missed the last state of a
// device, heard one twice, or was sent back to the beginning. Needs LABWARDEN_TEST_SERVICES.
// Usage: feed_bench [consoles, 300] [changes/s, 500] [seconds, 600] [cuts/s, 20] [devices, 1000]

#include "server/clients/url.h"
#include "tests/bench/device_changes.h"
#include "tests/bench/feed_readers.h"
#include "tests/e2e/support/lab.h"

#include <boost/json/array.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

using namespace labwarden;
using Clock = std::chrono::steady_clock;

namespace {

/// Of all its threads, since it started.
double cpuSecondsOf(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string word;
    double ticks = 0;
    for (int field = 1; field <= 15 && in >> word; ++field)
        if (field >= 14) // utime, stime; the program's name has no space
            ticks += std::strtod(word.c_str(), nullptr);
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace

int main(int argc, char** argv) {
    const auto number = [&](int index, int otherwise) {
        return argc > index ? std::atoi(argv[index]) : otherwise;
    };
    const int consoles = number(1, 300), changes = number(2, 500), seconds = number(3, 600),
              cuts = number(4, 20), devices = number(5, 1000);

    test::Lab lab({.runner = false, .agent = false, .serverSettings = {{"log-level", "warn"}}});
    bench::DeviceChanges changer(lab, devices);
    test::Person admin(lab, "admin");
    boost::json::object board;
    const bool all = test::eventually([&] {
        board = admin.get("/api/v1/devices");
        return board.at("devices").as_array().size() == static_cast<std::size_t>(devices);
    });
    if (!all) {
        std::fprintf(stderr, "the board has not all devices\n");
        return 1;
    }
    std::vector<std::string> tokens;
    for (int i = 0; i < consoles; ++i)
        tokens.push_back(test::Person(lab, "viewer").token());

    bench::FeedReaders readers(clients::Url::parse(lab.url()), std::move(tokens), board);
    readers.start(cuts);
    const double cpuBefore = cpuSecondsOf(lab.server().pid());
    const auto began = Clock::now();
    bench::DeviceChanges::Storm storm(changer, changes,
                                      [&](const std::string& device, std::int64_t version,
                                          Clock::time_point at) { readers.committed(device, version, at); });
    std::this_thread::sleep_until(began + std::chrono::seconds(seconds));
    const double made = storm.stop();
    const double cpu = (cpuSecondsOf(lab.server().pid()) - cpuBefore) /
                       std::chrono::duration<double>(Clock::now() - began).count();
    const bool complete = readers.waitForAll(std::chrono::seconds(10));
    const auto seen = readers.stop();

    std::printf("%d consoles, %.0f changes/s for %d s, %d devices, %lld cuts\n", consoles, made, seconds,
                devices, static_cast<long long>(seen.cuts));
    std::printf("commit -> console: p50 %d ms, p99 %d ms, longest %d ms (%lld states delivered, %lld "
                "answers)\n",
                seen.percentile(0.5), seen.percentile(0.99), seen.percentile(1),
                static_cast<long long>(seen.delivered), static_cast<long long>(seen.answers));
    std::printf("labwardend: %.2f of a core\n", cpu);
    std::printf("missed %lld, twice %lld, sent back to the beginning %lld, answers other than 200: %lld\n",
                static_cast<long long>(seen.missed), static_cast<long long>(seen.twice),
                static_cast<long long>(seen.resets), static_cast<long long>(seen.refused));
    return complete && seen.missed == 0 && seen.twice == 0 && seen.resets == 0 ? 0 : 1;
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How fast `GET /devices` is: wrk asks a real labwardend for a board of so many devices, and in turn
// redis-benchmark asks Redis for the very same bytes; then again while device changes arrive by the event
// stream. Prints requests/s, their ratio, and how memory and the time of one change grow with the number of
// devices; asserts nothing. Needs LABWARDEN_TEST_SERVICES, wrk and redis-benchmark (Debian: wrk,
// redis-tools). Usage: devices_bench [devices, 1000] [seconds of each round, 5] [rounds, 3] [changes/s, 500]

#include "common/json/domain.h"
#include "server/board/snapshot.h"
#include "server/clients/url.h"
#include "server/errors.h"
#include "server/storage/redis_pool.h"
#include "tests/bench/device_changes.h"
#include "tests/e2e/support/lab.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

using namespace labwarden;

namespace {

constexpr int connections = 16;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

/// What a command prints.
std::string outputOf(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe)
        throw std::runtime_error("cannot start " + command);
    std::string output;
    std::array<char, 4096> part;
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe))
        output.append(part.data(), n);
    if (::pclose(pipe) != 0)
        throw std::runtime_error("failed: " + command + "\n" + output);
    return output;
}

/// The number that follows `label`.
double numberAfter(const std::string& output, const std::string& label) {
    const auto at = output.rfind(label);
    if (at == std::string::npos)
        throw std::runtime_error("no \"" + label + "\" in " + output);
    return std::strtod(output.c_str() + at + label.size(), nullptr);
}

/// Requests/s with answers as they are asked for; anything else than 200 ends the program.
double askLabwarden(const test::Lab& lab, const std::string& token, int seconds) {
    const std::string output =
        outputOf("wrk -t1 -c" + std::to_string(connections) + " -d" + std::to_string(seconds) +
                 "s -H 'Authorization: Bearer " + token + "' '" + lab.url() + "/api/v1/devices' 2>&1");
    if (output.find("Non-2xx") != std::string::npos || output.find("Socket errors") != std::string::npos)
        throw std::runtime_error(output);
    return numberAfter(output, "Requests/sec:");
}

/// GET/s of a value of the same size.
double askRedis(const clients::Url& redis, const std::string& key, double requests) {
    const std::string output = outputOf(
        "redis-benchmark -h " + redis.host + " -p " + std::to_string(redis.port) + " -a '" + redis.password +
        "' --dbnum 0 -c " + std::to_string(connections) + " -n " +
        std::to_string(static_cast<long>(requests)) + " -q GET '" + key + "' 2>/dev/null | tr '\\r' '\\n'");
    return numberAfter(output, "GET " + key + ":");
}

/// The board's bytes under a key in Redis, gone at the end.
class RedisValue {
public:
    RedisValue(const test::Lab& lab, const std::string& value)
        : m_url(clients::Url::parse(lab.services().redis))
        , m_redis(storage::openRedis({.url = lab.services().redis, .prefix = lab.redisPrefix()}))
        , m_key(lab.redisPrefix() + "bench") {
        const bool set = test::eventually([&] {
            try {
                return m_redis->command({"SET", m_key, value}).text == "OK";
            } catch (const Unavailable&) {
                return false; // connects beside us
            }
        });
        if (!set)
            throw std::runtime_error("Redis takes no value");
    }
    ~RedisValue() { m_redis->command({"DEL", m_key}); }
    const clients::Url& url() const { return m_url; }
    const std::string& key() const { return m_key; }

private:
    const clients::Url m_url;
    std::unique_ptr<storage::Redis> m_redis;
    const std::string m_key;
};

/// What it takes to bring one change into a board of so many devices and to write the board anew, in µs, and
/// what it takes to copy as many bytes.
void timeOneChange(int devices) {
    board::Snapshot snapshot;
    std::vector<Device> all(static_cast<std::size_t>(devices));
    for (int i = 0; i < devices; ++i) {
        Device& device = all[static_cast<std::size_t>(i)];
        device.id = "device " + std::to_string(i);
        device.key = "bench-" + std::to_string(i);
        device.name = "Device " + std::to_string(i);
        device.DeviceFacts::version = device.presence.version = device.lease.version =
            device.service.version = 1;
    }
    snapshot.load(snapshot.beginLoad(), all);
    const auto bytes = snapshot.rendered()->plain();

    constexpr int times = 1000;
    using Clock = std::chrono::steady_clock;
    const auto micros = [](Clock::time_point began) {
        return std::chrono::duration<double, std::micro>(Clock::now() - began).count() / times;
    };
    std::mt19937 random(1);
    auto began = Clock::now();
    for (int i = 0; i < times; ++i) {
        Device& device = all[random() % all.size()];
        ++device.presence.version;
        device.presence.online = !device.presence.online;
        snapshot.apply({{EventPart::presence, device.id, device.presence.version, false,
                         boost::json::value_from(device.presence)}});
        snapshot.rendered();
    }
    const double change = micros(began);
    began = Clock::now();
    for (int i = 0; i < times; ++i)
        std::make_shared<const std::string>(*bytes);
    const double copy = micros(began);
    std::printf("%6d devices, %8zu bytes: a change and the board anew %7.1f us, copying it %7.1f us, "
                "beyond it %5.1f us\n",
                devices, bytes->size(), change, copy, change - copy);
}

double megabytesOf(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
    double size = 0, resident = 0;
    in >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace

int main(int argc, char** argv) {
    const int devices = argc > 1 ? std::atoi(argv[1]) : 1000;
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 5;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 3;
    const int changes = argc > 4 ? std::atoi(argv[4]) : 500;

    for (const int size : {100, 1000, 10'000})
        timeOneChange(size);

    test::Lab lab({.runner = false, .agent = false, .serverSettings = {{"log-level", "warn"}}});
    bench::DeviceChanges changer(lab, devices);
    test::Person admin(lab, "admin");
    const bool all = test::eventually([&] {
        return admin.get("/api/v1/devices").at("devices").as_array().size() ==
               static_cast<std::size_t>(devices);
    });
    if (!all)
        throw std::runtime_error("the board has not all devices");
    const std::string board = admin.send("GET", "/api/v1/devices").body;
    const RedisValue same(lab, board);
    std::printf("%d devices, %zu bytes, labwardend %.1f MB\n", devices, board.size(),
                megabytesOf(lab.server().pid()));

    std::vector<double> quiet, busy;
    for (int round = 1; round <= rounds; ++round) {
        const double ours = askLabwarden(lab, admin.token(), seconds);
        const double redis = askRedis(same.url(), same.key(), ours * seconds);
        bench::DeviceChanges::Storm storm(changer, changes, {});
        const double during = askLabwarden(lab, admin.token(), seconds);
        const double made = storm.stop();
        std::printf("round %d: %.0f requests/s, redis GET %.0f/s, ratio %.2f; with %.0f changes/s %.0f "
                    "requests/s, ratio %.2f\n",
                    round, ours, redis, ours / redis, made, during, during / redis);
        quiet.push_back(ours / redis);
        busy.push_back(during / redis);
    }
    std::printf("median ratio to redis GET: %.2f, while changes arrive %.2f; labwardend %.1f MB\n",
                median(quiet), median(busy), megabytesOf(lab.server().pid()));
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether the board tells the truth. Devices with MQTT connections of their own connect, die in silence, lose
// their link, leave in order and flap, while by the HTTP API of two real servers they are leased, released
// and put in maintenance. At each checkpoint everything holds still until the boards of both servers equal
// the facts, and so do copies kept by their event feeds. In a run of two minutes and more Redis is wiped
// once, and one server is killed and started again. Ends with 1 as soon as a checkpoint differs, with each
// device that does. Needs LABWARDEN_TEST_SERVICES, and Mosquitto for a broker of its own with an account for
// each device. Usage: truth_bench [seconds, 300, at most 540] [devices, 200] [seed, random]

#include "server/storage/redis_pool.h"
#include "tests/bench/truth_actor.h"
#include "tests/bench/truth_broker.h"
#include "tests/bench/truth_checkpoint.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace labwarden;
using namespace labwarden::bench;
using namespace std::chrono_literals;
using Clock = DeviceTruth::Clock;

namespace {

struct Course {
    int seconds, devices;
    unsigned seed;
    bool disrupted() const { return seconds >= 120; }
    std::chrono::seconds round() const { return disrupted() ? 10s : 5s; }
    /// Of a round, in which changes are made; the rest is about what the boards may take.
    std::chrono::milliseconds commotion() const { return round() - 3500ms; }
};

/// All keys of this lab, as if Redis had lost everything.
void wipeRedis(const test::Lab& lab) {
    const auto redis = storage::openRedis({.url = lab.services().redis, .prefix = lab.redisPrefix()});
    if (!test::eventually([&] { return redis->healthy(); }))
        throw std::runtime_error("no Redis");
    std::string cursor = "0";
    do {
        const auto page = redis->command({"SCAN", cursor, "MATCH", lab.redisPrefix() + "*", "COUNT", "1000"});
        cursor = page.items.at(0).text;
        std::vector<std::string> words{"DEL"};
        for (const auto& key : page.items.at(1).items)
            words.push_back(key.text);
        if (words.size() > 1)
            redis->command(words);
    } while (cursor != "0");
}

std::vector<std::string> keysOf(int devices) {
    std::vector<std::string> keys;
    for (int i = 0; i < devices; ++i)
        keys.push_back("truth-" + std::to_string(i));
    return keys;
}

test::Services servicesWith(const TruthBroker& broker) {
    auto services = test::Services::read();
    services.mqtt = broker.serverUrl();
    return services;
}

/// Log-ins are of low priority: a busy machine keeps them waiting.
test::Person signedIn(const test::Lab& lab) {
    clients::HttpResult answer;
    if (!test::eventually([&] { return (answer = lab.logIn("admin", test::Lab::password)).status == 200; },
                          60s))
        throw std::runtime_error("the admin cannot sign in: " + answer.detail + answer.body);
    return test::Person::withToken(lab, std::string(boost::json::parse(answer.body).at("token").as_string()));
}

class TruthTest {
public:
    explicit TruthTest(const Course& course)
        : m_course(course)
        , m_keys(keysOf(course.devices))
        , m_broker(m_keys)
        , m_lab({.servers = servers,
                 .runner = false,
                 .agent = false,
                 .serverSettings = {{"log-level", "info"}}},
                servicesWith(m_broker))
        , m_admin(signedIn(m_lab))
        , m_devices(m_broker, m_keys, m_limits.heartbeat)
        , m_world{.lab = m_lab,
                  .token = m_admin.token(),
                  .caseId = m_admin.addTestCase(
                      "Truth", {}, 0,
                      {{"steps", boost::json::array{boost::json::object{
                                     {"name", "rest"}, {"kind", "wait"}, {"durationSeconds", 1}}}}}),
                  .environmentId = m_admin.addEnvironment("Bench"),
                  .callbackTokens = runs::CallbackTokens::fromFile(m_lab.folder() / "callback.key"),
                  .devices = m_devices,
                  .boards = {},
                  .truths = {}} {
        for (const auto& key : m_keys)
            m_world.truths.emplace_back(key, m_admin.addDevice(key), m_limits);
        for (int server = 0; server < servers; ++server) {
            m_boards.push_back(std::make_unique<TruthBoard>(m_lab, server, m_world.token));
            m_world.boards.at(static_cast<std::size_t>(server)) = m_boards.back().get();
            if (!test::eventually([&] { return m_boards.back()->knows(m_keys); }))
                throw std::runtime_error("the board has not all devices");
        }
        for (std::size_t number = 0; number < 2; ++number)
            m_actors.emplace_back(m_world, number, course.seed + static_cast<unsigned>(number));
    }

    bool run() {
        const int rounds = static_cast<int>(std::chrono::seconds(m_course.seconds) / m_course.round());
        connectMost();
        const auto began = Clock::now();
        for (int round = 1; round <= rounds; ++round) {
            m_world.elapsed = static_cast<double>(round - 1) / rounds;
            const bool wipes = m_course.disrupted() && round == rounds / 3;
            const bool kills = m_course.disrupted() && round == 2 * rounds / 3;
            commotion(wipes, kills);
            ++m_checkpoints;
            if (!holds(round, wipes || kills))
                return false;
            if (wipes || kills)
                std::printf("checkpoint %d holds, after %s\n", round,
                            wipes ? "Redis was wiped" : "server 2 was killed and started again");
            std::this_thread::sleep_until(began + round * m_course.round());
        }
        return true;
    }

    void report() const {
        std::printf("%d checkpoints, %d devices, seed %u\n", m_checkpoints, m_course.devices, m_course.seed);
        std::map<std::string, int> made;
        for (const auto& actor : m_actors)
            for (const auto& [kind, count] : actor.made())
                made[kind] += count;
        int all = 0;
        for (const auto& [kind, count] : made) {
            std::printf("  %5d  %s\n", count, kind.c_str());
            all += count;
        }
        std::printf("  %5d  in all\n", all);
        std::printf("until both boards were right after the last change: at most %lld ms, after a disruption "
                    "%lld ms\n",
                    static_cast<long long>(m_checkpoint.longest(false).count()),
                    static_cast<long long>(m_checkpoint.longest(true).count()));
        for (const auto& [kind, delay] : m_checkpoint.longestByKind())
            std::printf("  %5lld ms  %s\n", static_cast<long long>(delay.count()), kind.c_str());
        for (int server = 0; server < servers; ++server) {
            const auto heard = m_boards.at(static_cast<std::size_t>(server))->heard();
            std::printf(
                "feed of server %d: %lld states, %lld twice, %lld after a newer one, sent back to the "
                "beginning %lld times\n",
                server + 1, static_cast<long long>(heard.events), static_cast<long long>(heard.twice),
                static_cast<long long>(heard.late), static_cast<long long>(heard.resets));
        }
        std::printf("devices that were held back as flapping, over all checkpoints: %d\n",
                    m_checkpoint.heldBack());
        std::printf("heartbeats late by this machine's fault: %d; presences not judged for that: %d\n",
                    m_checkpoint.heldUp(), m_checkpoint.unknown());
    }

private:
    void connectMost() {
        for (std::size_t i = 0; i < m_world.truths.size(); ++i)
            if (TruthWorld::roleOf(i) == Role::flapper ||
                (TruthWorld::roleOf(i) == Role::ordinary && i % 5 != 3)) {
                m_world.truths[i].cameBack(Clock::now());
                m_devices.behave(i, Conduct::online);
            }
    }

    void commotion(bool wipes, bool kills) {
        const auto began = Clock::now();
        const auto at = [&](double share) {
            std::this_thread::sleep_until(
                began + std::chrono::duration_cast<Clock::duration>(m_course.commotion() * share));
        };
        std::vector<std::exception_ptr> broken(m_actors.size());
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < m_actors.size(); ++i)
                threads.emplace_back([&, i](const std::stop_token& stop) {
                    try {
                        m_actors[i].act(stop);
                    } catch (...) {
                        broken[i] = std::current_exception();
                    }
                });
            if (wipes) {
                at(0.5);
                wipeRedis(m_lab);
            }
            if (kills) {
                at(0.25);
                m_lab.server(1).kill();
                at(0.75);
                m_lab.startServer(1);
            }
            at(1);
        }
        for (const auto& error : broken)
            if (error)
                std::rethrow_exception(error);
    }

    /// Whether the checkpoint does; says what does not.
    bool holds(int round, bool disrupted) {
        std::vector<std::string> lines = m_checkpoint.differences(disrupted);
        for (const auto& actor : m_actors)
            lines.insert(lines.end(), actor.faults().begin(), actor.faults().end());
        for (int server = 0; server < servers; ++server) {
            const auto place = static_cast<std::size_t>(server);
            const auto twice = m_boards.at(place)->heard().twice;
            // Each event is brought at least once: one that was under way when something went away may come
            // again.
            if (twice > std::exchange(m_twice.at(place), twice) && !disrupted)
                lines.push_back("server " + std::to_string(server + 1) + ": its feed has told a state twice");
        }
        if (2 * m_checkpoint.unknown() > m_checkpoints * m_course.devices)
            lines.emplace_back("this machine is too busy for the devices' heartbeats: most cannot be judged");
        if (lines.empty())
            return true;
        std::printf("CHECKPOINT %d of seed %u DIFFERS from the facts:\n", round, m_course.seed);
        for (const auto& line : lines)
            std::printf("  %s\n", line.c_str());
        return false;
    }

    const Course m_course;
    const TruthLimits m_limits;
    const std::vector<std::string> m_keys;
    const TruthBroker m_broker;
    test::Lab m_lab;
    test::Person m_admin;
    TruthDevices m_devices;
    TruthWorld m_world;
    std::vector<std::unique_ptr<TruthBoard>> m_boards;
    std::vector<TruthActor> m_actors;
    TruthCheckpoint m_checkpoint{m_world, m_limits};
    int m_checkpoints = 0;
    std::array<std::int64_t, servers> m_twice{}; ///< that have been told
};

} // namespace

int main(int argc, char** argv) {
    const auto number = [&](int index, unsigned otherwise) {
        return argc > index ? static_cast<unsigned>(std::strtoul(argv[index], nullptr, 10)) : otherwise;
    };
    const Course course{.seconds = static_cast<int>(number(1, 300)),
                        .devices = static_cast<int>(number(2, 200)),
                        .seed = number(3, std::random_device{}())};
    // Losses count within ten minutes; a longer test would have to forget some.
    if (course.seconds > 540 || course.seconds < 5 || course.devices < 20) {
        std::fprintf(stderr, "usage: truth_bench [seconds, 5 to 540] [devices, 20 or more] [seed]\n");
        return 2;
    }
    std::printf("truth_bench %d %d %u\n", course.seconds, course.devices, course.seed);
    std::fflush(stdout);
    bool held = false;
    try {
        TruthTest test(course);
        held = test.run();
        test.report();
        if (!held)
            ADD_FAILURE() << "a checkpoint differs"; // by which the lab keeps its logs
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
    }
    return held ? 0 : 1;
}

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_actor.h"

#include "common/enum_text.h"
#include "common/uuid.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace labwarden::bench {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

using Clock = DeviceTruth::Clock;

constexpr auto pace = 60ms;       ///< between two changes of one actor
constexpr auto patience = 30s;    ///< with servers that are away
constexpr int departuresEach = 3; ///< of an ordinary device: one fewer than make it flap

} // namespace

TruthActor::TruthActor(TruthWorld& world, std::size_t number, unsigned seed)
    : m_world(world), m_number(number), m_random(seed) {
    for (std::size_t i = 0; i < world.truths.size(); ++i)
        if (i / 10 % 2 == number)
            m_mine.push_back(i);
    for (int server = 0; server < servers; ++server)
        m_persons.push_back(test::Person::withToken(world.lab, world.token, server));
}

void TruthActor::act(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        for (const std::size_t device : m_mine)
            if (TruthWorld::roleOf(device) == Role::flapper)
                flap(device);
        actOnce();
        wake.wait_for(lock, stop, pace, [] { return false; });
    }
}

TruthActor::Answer TruthActor::call(const std::string& method, const std::string& path,
                                    const json::value& body, const Headers& headers,
                                    const std::string& bearer) {
    auto server = static_cast<int>(below(servers));
    const auto end = Clock::now() + patience;
    for (bool repeated = false;; repeated = true, server = (server + 1) % servers) {
        std::optional<test::Person> runner;
        if (!bearer.empty())
            runner = test::Person::withToken(m_world.lab, bearer, server);
        test::Person& who = runner ? *runner : m_persons.at(static_cast<std::size_t>(server));
        auto answer = who.send(method, path, body.is_null() ? "" : json::serialize(body), headers);
        const bool away = answer.status == 0 || answer.status == 503 || answer.status == 429;
        if (!away)
            return {std::move(answer), repeated};
        if (Clock::now() > end)
            throw std::runtime_error(method + " " + path + ": no server answers: " + answer.detail +
                                     answer.body);
        test::waitAMoment();
    }
}

void TruthActor::fault(const std::string& what, const clients::HttpResult& answer) {
    m_faults.insert(what + ": " + std::to_string(answer.status) + " " + answer.body + answer.detail);
}

void TruthActor::actOnce() {
    const std::size_t device = m_mine[below(m_mine.size())];
    const DeviceTruth& truth = m_world.truths[device];
    const std::size_t choice = below(100);
    if (choice < 45)
        movePresence(device);
    else if (choice >= 80)
        changeService(device);
    else if (truth.runId())
        endRun(device);
    else
        startRun(device);
}

/// Whether a flapper is damped hangs on its lease, which therefore changes only while its presence stands.
bool TruthActor::settled(std::size_t device) const {
    const DeviceTruth& truth = m_world.truths[device];
    return TruthWorld::roleOf(device) != Role::flapper ||
           (!truth.lossUnderWay() && m_world.shownOnAll(device, truth.expected(Clock::now()).online));
}

void TruthActor::movePresence(std::size_t device) {
    DeviceTruth& truth = m_world.truths[device];
    if (TruthWorld::roleOf(device) != Role::ordinary || !m_world.devices.reached(device))
        return;
    if (truth.conduct() == Conduct::online) {
        depart(device);
        return;
    }
    count(truth.conduct() == Conduct::unheard ? "connects" : "comes back");
    truth.cameBack(Clock::now());
    m_world.devices.behave(device, Conduct::online);
}

void TruthActor::depart(std::size_t device) {
    DeviceTruth& truth = m_world.truths[device];
    const int allowed = std::min(departuresEach, 1 + static_cast<int>(m_world.elapsed * departuresEach));
    if (truth.departures() >= allowed)
        return;
    constexpr std::array ways{Conduct::silent, Conduct::frozen, Conduct::cut, Conduct::left};
    const Conduct way = ways.at(below(ways.size()));
    const bool blinks = (way == Conduct::cut || way == Conduct::left) && chance(0.25);
    truth.wentAway(Clock::now(), way);
    m_world.devices.behave(device, way);
    if (!blinks) {
        count("is " + std::string(text(way)));
        return;
    }
    if (!test::eventually([&] { return m_world.devices.reached(device); }, 1s))
        return; // then it is away
    count("is " + std::string(text(way)) + " and back at once");
    truth.blinked(Clock::now());
    m_world.devices.behave(device, Conduct::online);
}

void TruthActor::flap(std::size_t device) {
    DeviceTruth& truth = m_world.truths[device];
    if (!m_world.devices.reached(device) || truth.conduct() == Conduct::unheard)
        return;
    const auto now = Clock::now();
    if (truth.conduct() != Conduct::online) {
        if (!m_world.shownOnAll(device, false))
            return;
        truth.shownOffline(now);
        count(!truth.flaps()  ? "comes back"
              : truth.runId() ? "comes back flapping, to its run"
                              : "comes back flapping, and has to wait");
        truth.cameBack(now);
        m_world.devices.behave(device, Conduct::online);
    } else if (!truth.expected(now).online) {
        if (m_world.shownOnAny(device, true))
            m_faults.insert(
                truth.key +
                ": is shown online, but has been lost too often and its quiet minute is not over");
    } else if (m_world.shownOnAll(device, true)) {
        if (device % 30 == 0 && startable(device) == true && chance(0.25)) {
            startRun(device); // for which it then comes back at once
            return;
        }
        constexpr std::array ways{Conduct::cut, Conduct::left, Conduct::silent};
        const Conduct way = ways.at(below(ways.size()));
        count("flaps: is " + std::string(text(way)));
        truth.wentAway(now, way);
        m_world.devices.behave(device, way);
    }
}

std::optional<bool> TruthActor::startable(std::size_t device) const {
    const DeviceTruth& truth = m_world.truths[device];
    if (truth.runId() || !truth.inService())
        return false;
    const auto expected = truth.expected(Clock::now());
    if (!expected.presenceKnown || !m_world.shownOnAll(device, expected.online))
        return std::nullopt; // it is on its way
    return expected.online;
}

void TruthActor::startRun(std::size_t device) {
    if (startable(device) == false && !chance(0.2))
        return; // a refusal now and then will do
    std::vector<std::size_t> wanted{device};
    if (const std::size_t second = m_mine[below(m_mine.size())]; second != device && chance(0.25))
        wanted.push_back(second);
    json::array ids;
    bool must = true, mustNot = false;
    std::string who;
    for (const std::size_t each : wanted) {
        if (!settled(each))
            return;
        ids.emplace_back(m_world.truths[each].id);
        who += m_world.truths[each].key + " ";
        const auto can = startable(each);
        must = must && can == true;
        mustNot = mustNot || can == false;
    }
    const auto now = Clock::now();
    const auto answer =
        call("POST", "/api/v1/test-runs",
             json::object{{"deviceIds", ids},
                          {"testCaseId", m_world.caseId},
                          {"environmentId", m_world.environmentId}},
             {{"Idempotency-Key", "truth-" + std::to_string(m_number) + "-" + std::to_string(++m_calls)}})
            .http;
    if (answer.status == 201) {
        const std::string runId(json::parse(answer.body).at("id").as_string());
        for (const std::size_t each : wanted)
            m_world.truths[each].leased(runId, now);
        count(wanted.size() > 1 ? "a run on two devices starts" : "a run starts");
        if (mustNot)
            fault("a run has started on " + who + "though one of them is not available", answer);
    } else if (answer.status == 409) {
        count("a start is refused");
        if (must)
            fault("a run was refused on " + who + "though they are available", answer);
    } else {
        fault("start on " + who, answer);
    }
}

void TruthActor::endRun(std::size_t device) {
    const DeviceTruth& truth = m_world.truths[device];
    const std::string runId = *truth.runId(), path = "/api/v1/test-runs/" + runId;
    std::vector<std::size_t> held;
    std::ranges::copy_if(m_mine, std::back_inserter(held),
                         [&](std::size_t each) { return m_world.truths[each].runId() == runId; });
    if (!std::ranges::all_of(held, [this](std::size_t each) { return settled(each); }))
        return;
    const auto now = Clock::now();
    const std::size_t choice = below(100);
    Answer answer{};
    std::string kind;
    if (choice < 40) {
        kind = "a run is cancelled";
        answer = call("POST", path + "/cancel", json::object{});
    } else if (choice < 80) {
        kind = "a run is called back";
        const std::string proof = m_world.callbackTokens.make(runId, 1);
        if (chance(0.5)) {
            std::array<std::byte, 16> bytes;
            for (auto& byte : bytes)
                byte = static_cast<std::byte>(below(256));
            const auto claimed =
                call("POST", path + "/claim", json::object{{"claimId", uuidV4(bytes)}, {"runner", "truth"}},
                     {}, proof);
            if (claimed.http.status != 200)
                fault("claim of the run on " + truth.key, claimed.http);
            kind = "a run is claimed and called back";
        }
        answer =
            call("POST", path + "/callback",
                 json::object{
                     {"status", chance(0.7) ? "passed" : "failed"},
                     {"results", json::array{json::object{{"metric", "x"}, {"value", 1}, {"passed", true}}}}},
                 {}, proof);
    } else {
        kind = "a device is taken from its run";
        answer = call("POST", "/api/v1/devices/" + truth.id + "/release",
                      json::object{{"reason", "It is needed."}});
    }
    // A release that was done by a try without an answer finds nothing to do.
    if (answer.http.status != 200 && !(answer.repeated && answer.http.status == 409)) {
        fault(kind + ", on " + truth.key, answer.http);
        return;
    }
    count(kind);
    for (const std::size_t each : held)
        m_world.truths[each].freed(now);
}

void TruthActor::changeService(std::size_t device) {
    DeviceTruth& truth = m_world.truths[device];
    const std::string path = "/api/v1/devices/" + truth.id + "/maintenance";
    if (truth.inService() && chance(0.5))
        return; // most devices are in service most of the time
    const bool begins = truth.inService() || chance(0.2);
    const std::string reason =
        begins ? "Reason " + std::to_string(below(1'000'000)) + ", \"quoted\" & ümläuted" : "";
    const auto now = Clock::now();
    const auto answer = begins ? call("POST", path, json::object{{"reason", reason}}).http
                               : call("DELETE", path, nullptr).http;
    if (answer.status != 200) {
        fault("maintenance of " + truth.key, answer);
        return;
    }
    count(!begins             ? "is in service again"
          : truth.inService() ? "goes into maintenance"
                              : "stays in maintenance for another reason");
    truth.putInService(!begins, reason, now);
}

} // namespace labwarden::bench

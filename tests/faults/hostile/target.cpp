// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/faults/hostile/target.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

namespace labwarden::test {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds atOnce{2000}; // generous: the machine is busy with the attack itself
constexpr int stalledReaders = 8, tricklingReaders = 8, parkedPolls = 40;

std::uint16_t portOf(const std::string& url) {
    const std::string prefix = "http://127.0.0.1:";
    if (!url.starts_with(prefix))
        throw std::runtime_error("LABWARDEN_HOSTILE_URL must begin with " + prefix);
    return static_cast<std::uint16_t>(std::stoi(url.substr(prefix.size())));
}

std::string getLines(const std::string& path, const std::string& more = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: lab\r\n" + more + "\r\n";
}

} // namespace

std::uint64_t hostileSeed() {
    static const std::uint64_t seed = [] {
        const char* given = std::getenv("LABWARDEN_HOSTILE_SEED");
        const auto value = given ? std::stoull(given) : std::random_device{}();
        std::cout << "LABWARDEN_HOSTILE_SEED=" << value << std::endl;
        return value;
    }();
    return seed;
}

Target::Target() {
    if (const char* url = std::getenv("LABWARDEN_HOSTILE_URL")) {
        m_port = portOf(url);
        quickPath = "/healthz";
        postPath = "/api/v1/auth/login";
        bigPath = "/api/v1/devices";
        const char* token = std::getenv("LABWARDEN_HOSTILE_TOKEN");
        const char* cursor = std::getenv("LABWARDEN_HOSTILE_CURSOR");
        if (token && cursor) {
            pollPath = std::string("/api/v1/events?wait=10&after=") + cursor;
            signedIn = std::string("Authorization: Bearer ") + token + "\r\n";
        }
        return;
    }
    spdlog::set_level(spdlog::level::critical); // thousands of refused requests are no news here
    http::ServerSettings settings;
    settings.headTimeout = 2s;
    settings.bodyTimeout = 3s;
    settings.drainStall = 2s;
    m_demo = std::make_unique<DemoServer>(settings);
    m_port = m_demo->port();
    quickPath = "/hello";
    postPath = "/echo";
    bigPath = "/big";
    pollPath = "/park";
}

std::string Target::valid(Random& random, const std::string& id) const {
    const std::string common =
        "Host: lab\r\nX-Request-Id: " + id + "\r\nX-Padding: " + std::string(random() % 300, 'p') + "\r\n";
    if (random() % 2)
        return "GET " + quickPath + " HTTP/1.1\r\n" + common + "\r\n";
    const std::string body(random() % 3000, 'b');
    return "POST " + postPath + " HTTP/1.1\r\n" + common + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

void Target::expectAlive() const {
    RawClient fresh(m_port);
    fresh.send(getLines(quickPath));
    const auto answer = fresh.read(atOnce);
    ASSERT_TRUE(answer) << "a fresh request is not answered at once";
    EXPECT_EQ(answer->status, 200);
}

Nuisance::Nuisance(Target& target) : m_target(target) {
    constexpr int smallBuffer = 4096;
    for (auto [clients, count] :
         {std::pair{&m_stalled, stalledReaders}, std::pair{&m_trickling, tricklingReaders}})
        for (int i = 0; i < count; ++i) {
            clients->emplace_back(target.port(), smallBuffer);
            for (int k = 0; k < 4; ++k)
                clients->back().send(getLines(target.bigPath, target.signedIn));
        }
    if (!target.pollPath.empty())
        for (int i = 0; i < parkedPolls; ++i) {
            m_polls.emplace_back(target.port());
            m_polls.back().send(getLines(target.pollPath, target.signedIn + "X-Request-Id: poll-" +
                                                              std::to_string(i) + "\r\n"));
        }
    m_thread = std::thread([this] { trickle(); });
}

Nuisance::~Nuisance() {
    m_stop = true;
    m_thread.join();
    endPolls();
}

void Nuisance::trickle() {
    while (!m_stop)
        for (auto& client : m_trickling) {
            std::this_thread::sleep_for(2ms); // the pace of a slow reader
            if (client.readable())
                client.readSome(512, 0ms);
        }
}

void Nuisance::endPolls() {
    if (auto* parking = m_target.parking())
        for (auto& parked : parking->take(m_polls.size()))
            parked.responder.send(http::Response::json(200, boost::json::string(parked.request->id)));
    for (std::size_t i = 0; i < m_polls.size(); ++i) {
        const auto answer = m_polls[i].read(30s);
        ASSERT_TRUE(answer) << "poll " << i << " was lost";
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->headers.at("x-request-id"), "poll-" + std::to_string(i));
    }
}

} // namespace labwarden::test

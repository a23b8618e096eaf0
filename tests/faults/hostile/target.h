// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/server/http/demo_server.h"
#include "tests/server/http/raw_client.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::test {

using Random = std::mt19937_64;

/// The seed of this process: LABWARDEN_HOSTILE_SEED, else a new one; printed once.
std::uint64_t hostileSeed();

/// The server under attack: LABWARDEN_HOSTILE_URL, else an own one in this process with short timeouts.
class Target {
public:
    Target();

    std::uint16_t port() const { return m_port; }
    bool isOwn() const { return m_demo != nullptr; }
    Parking* parking() const { return m_demo ? &m_demo->parking : nullptr; }

    std::string quickPath, postPath, bigPath;
    std::string pollPath; ///< empty: no poll can be parked
    std::string signedIn;

    /// A request that is right in every way, with `id` as its X-Request-Id, which the answer repeats.
    std::string valid(Random& random, const std::string& id) const;
    /// Fails the test unless a fresh connection is answered at once.
    void expectAlive() const;

private:
    std::unique_ptr<DemoServer> m_demo;
    std::uint16_t m_port;
};

/// Clients that are a nuisance all the time: readers that read nothing or little of big answers, and polls
/// that wait. At its end the polls must still be there.
class Nuisance {
public:
    explicit Nuisance(Target& target);
    ~Nuisance();

private:
    void trickle();
    void endPolls();

    Target& m_target;
    std::vector<RawClient> m_stalled, m_trickling, m_polls;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/truth_world.h"

#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace labwarden::bench {

/// Changes its own devices at random: how they behave towards the broker, and by the HTTP API of either
/// server whom they are leased to and whether they are in service; keeps the facts of each. One thread at a
/// time.
class TruthActor {
public:
    /// Works on every second ten of the devices.
    TruthActor(TruthWorld& world, std::size_t number, unsigned seed);

    void act(const std::stop_token& stop);

    /// How many changes of each kind.
    const std::map<std::string, int>& made() const { return m_made; }
    /// Answers that go against the facts.
    const std::set<std::string>& faults() const { return m_faults; }

private:
    struct Answer {
        clients::HttpResult http;
        bool repeated; ///< what it answers may have been done by an earlier try
    };
    using Headers = std::vector<std::pair<std::string, std::string>>;

    /// As often as it takes, on whichever server is there. `bearer`: another one than the person's.
    Answer call(const std::string& method, const std::string& path, const boost::json::value& body,
                const Headers& headers = {}, const std::string& bearer = {});
    void actOnce();
    void movePresence(std::size_t device);
    void depart(std::size_t device);
    void flap(std::size_t device);
    bool settled(std::size_t device) const;
    void startRun(std::size_t device);
    void endRun(std::size_t device);
    void changeService(std::size_t device);
    /// By the facts: true or false where the answer cannot be another one.
    std::optional<bool> startable(std::size_t device) const;
    void count(const std::string& kind) { ++m_made[kind]; }
    void fault(const std::string& what, const clients::HttpResult& answer);
    bool chance(double share) { return std::uniform_real_distribution<>(0, 1)(m_random) < share; }
    std::size_t below(std::size_t bound) { return m_random() % bound; }

    TruthWorld& m_world;
    const std::size_t m_number;
    std::mt19937 m_random;
    std::vector<std::size_t> m_mine;
    std::vector<test::Person> m_persons; ///< one a server
    int m_calls = 0;
    std::map<std::string, int> m_made;
    std::set<std::string> m_faults;
};

} // namespace labwarden::bench

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/truth_world.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::bench {

/// Holds the boards of all servers, and the copies kept by their feeds, against the facts. Of one thread,
/// while nobody changes anything.
class TruthCheckpoint {
public:
    using Clock = DeviceTruth::Clock;
    explicit TruthCheckpoint(TruthWorld& world, const TruthLimits& limits)
        : m_world(world), m_limits(limits) {}

    /// Waits until everything is right, at most until the first thing is overdue; then it must stay right for
    /// a second. One line for each thing that is not. `disrupted`: something was away meanwhile, for the
    /// figures.
    std::vector<std::string> differences(bool disrupted);

    /// From the moment the changes stopped until all boards were right, at most.
    std::chrono::milliseconds longest(bool disrupted) const {
        return disrupted ? m_longestDisrupted : m_longest;
    }
    /// For each kind of change, from the moment it was made until all feeds had told it, at most; of quiet
    /// rounds alone.
    const std::map<std::string, std::chrono::milliseconds>& longestByKind() const { return m_longestByKind; }
    /// Devices that were there and rightly shown offline, since they flap.
    int heldBack() const { return m_heldBack; }
    int heldUp() const { return m_heldUp; }   ///< heartbeats that this machine was late with
    int unknown() const { return m_unknown; } ///< presences that could therefore not be judged

private:
    struct Look {
        std::vector<std::string> lines, overdue;
        bool excused = true; ///< whatever differs waits for the end of its quiet minute
    };
    Look look();
    static void add(Look& look, int server, const std::string& line, bool overdue);
    void compare(int server, const TruthBoard::Shelf& shelf, Look& look);
    std::vector<std::string> feedDifferences();
    void noteHeldUp();
    void noteDelays(bool disrupted);

    TruthWorld& m_world;
    const TruthLimits m_limits;
    std::chrono::milliseconds m_longest{}, m_longestDisrupted{};
    std::map<std::string, std::chrono::milliseconds> m_longestByKind;
    Clock::time_point m_notedUntil{};
    int m_heldBack = 0, m_heldUp = 0, m_unknown = 0;
};

} // namespace labwarden::bench

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_checkpoint.h"

#include <algorithm>
#include <array>
#include <utility>

namespace labwarden::bench {

using namespace std::chrono_literals;

namespace {

constexpr auto staysRight = 1s;

std::chrono::milliseconds between(DeviceTruth::Clock::time_point from, DeviceTruth::Clock::time_point to) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(to - from);
}

std::string onServer(int server, const std::string& line) {
    return "server " + std::to_string(server + 1) + ": " + line;
}

} // namespace

std::vector<std::string> TruthCheckpoint::differences(bool disrupted) {
    const auto began = Clock::now();
    const bool told = test::eventually(
        [&] {
            for (std::size_t i = 0; i < m_world.truths.size(); ++i)
                if (!m_world.devices.reached(i))
                    return false;
            return true;
        },
        m_limits.passage);
    if (!told)
        return {"the broker does not hear all devices: nothing can be said of the boards"};
    std::optional<Clock::time_point> rightSince;
    while (!rightSince || Clock::now() < *rightSince + staysRight) {
        const Look now = look();
        if (now.lines.empty()) {
            if (!rightSince)
                rightSince = Clock::now();
        } else if (!now.overdue.empty()) {
            return now.overdue;
        } else if (std::exchange(rightSince, std::nullopt) && !now.excused) {
            auto lines = now.lines;
            lines.insert(lines.begin(), "this was right before, and nothing has been changed since:");
            return lines;
        }
        test::waitAMoment();
    }
    auto& longest = disrupted ? m_longestDisrupted : m_longest;
    longest = std::max(longest, between(began, *rightSince));
    std::vector<std::string> lines;
    test::eventually([&] { return (lines = feedDifferences()).empty(); }, m_limits.passage);
    for (DeviceTruth& truth : m_world.truths) {
        const auto expected = truth.expected(Clock::now());
        if (truth.conduct() != Conduct::online)
            truth.shownOffline(Clock::now());
        else if (!expected.presenceKnown)
            ++m_unknown;
        else if (!expected.online)
            ++m_heldBack;
    }
    noteDelays(disrupted);
    return lines;
}

TruthCheckpoint::Look TruthCheckpoint::look() {
    noteHeldUp();
    Look look;
    std::array<std::optional<TruthBoard::Shelf>, servers> shelves;
    for (int server = 0; server < servers; ++server) {
        auto& shelf = shelves.at(static_cast<std::size_t>(server));
        const auto end = Clock::now() + m_limits.passage;
        while (!(shelf = m_world.boards.at(static_cast<std::size_t>(server))->fetch()) && Clock::now() < end)
            test::waitAMoment();
        if (shelf) {
            compare(server, *shelf, look);
        } else {
            add(look, server, "does not answer with a board", true);
        }
    }
    return look;
}

void TruthCheckpoint::compare(int server, const TruthBoard::Shelf& shelf, Look& look) {
    const auto now = Clock::now();
    for (const DeviceTruth& truth : m_world.truths) {
        const auto shown = shelf.find(truth.key);
        if (shown == shelf.end()) {
            add(look, server, truth.key + " is not on the board", true);
            continue;
        }
        for (const auto& difference : truth.differences(shown->second.device, shown->second.state, now)) {
            add(look, server, difference.text, now > difference.due);
            look.excused = look.excused && truth.damped();
        }
    }
    if (shelf.size() > m_world.truths.size())
        add(look, server, "the board has devices that nobody has registered", true);
}

void TruthCheckpoint::add(Look& look, int server, const std::string& line, bool overdue) {
    look.lines.push_back(onServer(server, line));
    if (overdue)
        look.overdue.push_back(look.lines.back());
}

std::vector<std::string> TruthCheckpoint::feedDifferences() {
    std::vector<std::string> lines;
    std::optional<TruthBoard::Shelf> first;
    for (int server = 0; server < servers; ++server) {
        TruthBoard& board = *m_world.boards.at(static_cast<std::size_t>(server));
        const auto shelf = board.fetch();
        if (!shelf)
            return {onServer(server, "does not answer with a board")};
        for (const auto& line : board.missedOf(*shelf))
            lines.push_back(onServer(server, "by its feed, " + line));
        // The same versions with the same content everywhere, not only the same state.
        if (first)
            for (const auto& line : board.missedOf(*first))
                lines.push_back(onServer(server, "by its feed and the board of server 1, " + line));
        else
            first = shelf;
    }
    return lines;
}

void TruthCheckpoint::noteHeldUp() {
    for (std::size_t i = 0; i < m_world.truths.size(); ++i)
        if (m_world.devices.takeLongestPause(i) > (m_limits.lostAfterHeartbeats - 1) * m_limits.heartbeat) {
            m_world.truths[i].heldUp();
            ++m_heldUp;
        }
}

/// How long the last change of each fact took that was made since the last time.
void TruthCheckpoint::noteDelays(bool disrupted) {
    for (const DeviceTruth& truth : m_world.truths) {
        const auto note = [&](const DeviceTruth::Change& change, Fact fact) {
            if (disrupted || change.kind.empty() || change.at < m_notedUntil)
                return;
            auto& longest = m_longestByKind[change.kind];
            for (const TruthBoard* board : m_world.boards)
                longest = std::max(longest, between(change.at, board->heardAt(truth.key, fact)));
        };
        note(truth.presenceChange(), Fact::presence);
        note(truth.leaseChange(), Fact::lease);
        note(truth.serviceChange(), Fact::service);
    }
    m_notedUntil = Clock::now();
}

} // namespace labwarden::bench

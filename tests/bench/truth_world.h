// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runs/callback_tokens.h"
#include "tests/bench/truth_board.h"
#include "tests/bench/truth_devices.h"
#include "tests/bench/truth_facts.h"
#include "tests/e2e/support/lab.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>

namespace labwarden::bench {

inline constexpr int servers = 2;

/// What part a device has in the truth test.
enum class Role {
    ordinary,    ///< comes and goes in all ways, too seldom to flap
    flapper,     ///< goes as soon as its return has been seen
    unmonitored, ///< never speaks over MQTT
};

/// Everything that the parts of the truth test share.
struct TruthWorld {
    const test::Lab& lab;
    const std::string token; ///< of somebody who may do all of this
    const std::string caseId, environmentId;
    const runs::CallbackTokens callbackTokens;
    TruthDevices& devices;
    std::array<TruthBoard*, servers> boards;
    /// In the order of TruthDevices. During a round each belongs to one actor, at a checkpoint to the main
    /// thread.
    std::deque<DeviceTruth> truths;
    std::atomic<double> elapsed = 0; ///< of the whole test, 0 to 1

    static Role roleOf(std::size_t device) {
        return device % 10 == 0 ? Role::flapper : device % 20 == 5 ? Role::unmonitored : Role::ordinary;
    }
    bool shownOnAll(std::size_t device, bool online) const {
        for (const TruthBoard* board : boards)
            if (!board->shows(truths[device].key, online))
                return false;
        return true;
    }
    bool shownOnAny(std::size_t device, bool online) const {
        for (const TruthBoard* board : boards)
            if (board->shows(truths[device].key, online))
                return true;
        return false;
    }
};

} // namespace labwarden::bench

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/truth_broker.h"
#include "tests/bench/truth_device.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::bench {

/// All devices of the truth test on one thread. Any thread may call.
class TruthDevices {
public:
    TruthDevices(const TruthBroker& broker, const std::vector<std::string>& keys,
                 std::chrono::milliseconds heartbeat);
    ~TruthDevices();

    /// From `online` to any other conduct, or from any other to `online`; done at once, as far as it does not
    /// take the broker's word.
    void behave(std::size_t device, Conduct conduct);
    /// Whether the broker knows of the last change.
    bool reached(std::size_t device) const;
    /// The longest time between two heartbeats since this was last asked: more than was promised when this
    /// machine had no time for us.
    std::chrono::milliseconds takeLongestPause(std::size_t device);

private:
    void run(const std::stop_token& stop);

    mutable std::mutex m_mutex; ///< guards the devices
    std::vector<std::unique_ptr<TruthDevice>> m_devices;
    std::jthread m_thread;
};

} // namespace labwarden::bench

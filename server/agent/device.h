// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace labwarden::agent {

using Clock = std::chrono::steady_clock;
using Values = std::vector<std::pair<std::string, double>>; ///< metric, value

/// A time in which a simulated device cannot be reached.
struct Outage {
    std::chrono::milliseconds after; ///< from now
    std::chrono::milliseconds length;
    bool vanishes = false; ///< without goodbye, so that its last will speaks; else it leaves in order
};

/// What an agent speaks for. Of one thread.
class Device {
public:
    virtual ~Device() = default;
    /// For people: what it is.
    virtual std::string model() const = 0;
    /// Names and units of what read() may give; the interval is the link's.
    virtual std::vector<Metric> metrics() const = 0;
    /// The values of this moment; a metric that cannot be had now is left out.
    virtual Values read(Clock::time_point now) = 0;
    /// The next time it will be gone; nothing for a device that stays. Asked once after each connect.
    virtual std::optional<Outage> nextOutage() { return std::nullopt; }
};

} // namespace labwarden::agent

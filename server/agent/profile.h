// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace labwarden::agent {

/// A span from which simulated devices draw, in seconds.
struct Span {
    double low = 0, high = 0;
};

/// How one kind of simulated device behaves.
struct KindProfile {
    std::string name;
    double vbus = 12;                          ///< volts without load
    double ripple = 0.02;                      ///< volts, peak
    double sag = 0.3;                          ///< volts that full load takes away
    double idleCurrent = 0.5, loadCurrent = 8; ///< amperes
    double rise = 35;                          ///< kelvin above ambient that full load ends in
    double lag = 90;                           ///< seconds: time constant of the temperature
    Span loaded{60, 240}, idle{40, 180};       ///< how long load lasts, and the rest between
};

/// When devices are gone.
struct OutageProfile {
    double share = 0; ///< of the fleet
    Span every{0, 0}; ///< between the end of one and the start of the next
    Span length{0, 0};
};

/// A simulated fleet. SIMULATION.md describes the file.
struct Profile {
    std::string name;
    double ambient = 23;         ///< °C
    double ambientSwing = 1.5;   ///< kelvin, up and down
    double ambientPeriod = 1800; ///< seconds
    std::vector<KindProfile> kinds;
    OutageProfile flaky; ///< vanish without goodbye and come back
    OutageProfile away;  ///< leave in order, for long

    /// The names of the built-in profiles.
    static std::vector<std::string> names();
    /// A built-in profile, or the one in the file of that name. Throws std::runtime_error that says what is
    /// wrong and where.
    static Profile load(const std::string& nameOrFile);
    /// Throws std::runtime_error that says what is wrong and where.
    static Profile parse(std::string_view json);
};

} // namespace labwarden::agent

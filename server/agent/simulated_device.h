// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/agent/device.h"
#include "server/agent/profile.h"

#include <cstdint>
#include <random>

namespace labwarden::agent {

/// A device that exists in this program only: case_temp and ambient_temp (°C), vbus (V), current (A),
/// load_pct (%). Load comes and goes in steps; the case follows it as a body of one time constant does, the
/// bus sags and dips with it, the room breathes. The same profile, key, place and seed read at the same times
/// give the same values.
class SimulatedDevice : public Device {
public:
    /// `place`: its number in the fleet, from 0; decides its kind, and whether it is one of the flaky or
    /// absent ones.
    SimulatedDevice(const Profile& profile, const std::string& key, std::size_t place, std::uint64_t seed,
                    Clock::time_point start);

    std::string model() const override { return m_kind.name + " (simulated)"; }
    std::vector<Metric> metrics() const override;
    Values read(Clock::time_point now) override;
    std::optional<Outage> nextOutage() override;

private:
    void advance(double seconds);
    void stepLoad(double seconds);
    double ambient() const;
    double draw(Span span);
    double noise(double deviation);

    const KindProfile m_kind;
    const double m_ambientMean, m_ambientSwing, m_ambientPeriod;
    const OutageProfile m_flaky, m_away;
    std::mt19937_64 m_random;
    bool m_isFlaky = false, m_isAway = false;
    double m_ambientOffset = 0; ///< its place in the room
    double m_phase = 0;         ///< of the ripple

    const Clock::time_point m_start;
    double m_time = 0; ///< seconds since the start, of the state below
    bool m_loaded = false;
    double m_load = 0;     ///< 0 to 1
    double m_dip = 0;      ///< 0 to 1: what is left of the last step's shock to the bus
    double m_nextStep = 0; ///< seconds since the start
    double m_case = 0;     ///< °C
};

} // namespace labwarden::agent

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/simulated_device.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace labwarden::agent {
namespace {

constexpr double dipLag = 0.4;      ///< seconds in which the bus recovers from a step
constexpr double dipShare = 0.8;    ///< of the sag, on top of it, at the step
constexpr double longestStep = 1.0; ///< seconds the state moves at once

std::uint64_t mixed(std::uint64_t seed, const std::string& key) {
    std::uint64_t hash = 1469598103934665603ULL ^ seed; // FNV-1a: the same on every machine, unlike std::hash
    for (const char c : key)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

/// Whether the device at this place is one of `share` of the fleet, spread evenly.
bool chosen(std::size_t place, double share, double offset) {
    const auto count = [&](double n) { return std::floor(n * share + offset); };
    return count(static_cast<double>(place) + 1) > count(static_cast<double>(place));
}

} // namespace

SimulatedDevice::SimulatedDevice(const Profile& profile, const std::string& key, std::size_t place,
                                 std::uint64_t seed, Clock::time_point start)
    : m_kind(profile.kinds[place % profile.kinds.size()])
    , m_ambientMean(profile.ambient)
    , m_ambientSwing(profile.ambientSwing)
    , m_ambientPeriod(profile.ambientPeriod)
    , m_flaky(profile.flaky)
    , m_away(profile.away)
    , m_random(mixed(seed, key))
    , m_start(start) {
    m_isFlaky = chosen(place, m_flaky.share, 0.5);
    m_isAway = !m_isFlaky && chosen(place, m_away.share, 0.25);
    m_ambientOffset = draw({-1, 1});
    m_phase = draw({0, 2 * std::numbers::pi});
    m_loaded = draw({0, 1}) < 0.5;
    m_load = m_loaded ? draw({0.7, 1}) : 0.05;
    m_nextStep = draw(m_loaded ? m_kind.loaded : m_kind.idle);
    // As if it had run for a while already.
    m_case = ambient() + m_kind.rise * m_load * draw({0.3, 1});
}

std::vector<Metric> SimulatedDevice::metrics() const {
    return {{"case_temp", "°C"}, {"ambient_temp", "°C"}, {"vbus", "V"}, {"current", "A"}, {"load_pct", "%"}};
}

double SimulatedDevice::draw(Span span) {
    return std::uniform_real_distribution<double>(span.low, span.high)(m_random);
}
double SimulatedDevice::noise(double deviation) {
    return std::normal_distribution<double>(0, deviation)(m_random);
}

double SimulatedDevice::ambient() const {
    return m_ambientMean + m_ambientOffset +
           m_ambientSwing * std::sin(2 * std::numbers::pi * m_time / m_ambientPeriod);
}

void SimulatedDevice::stepLoad(double seconds) {
    m_dip *= std::exp(-seconds / dipLag);
    if (m_time < m_nextStep)
        return;
    const double before = m_load;
    m_loaded = !m_loaded;
    m_load = m_loaded ? draw({0.7, 1}) : draw({0.02, 0.1});
    m_dip += (m_load - before) * dipShare;
    m_nextStep = m_time + draw(m_loaded ? m_kind.loaded : m_kind.idle);
}

void SimulatedDevice::advance(double seconds) {
    m_time += seconds;
    stepLoad(seconds);
    const double goal = ambient() + m_kind.rise * m_load;
    m_case += (goal - m_case) * (1 - std::exp(-seconds / m_kind.lag));
}

Values SimulatedDevice::read(Clock::time_point now) {
    // After a long absence the last hour says all there is to say.
    constexpr double longestGap = 3600;
    double left = std::chrono::duration<double>(now - m_start).count() - m_time;
    if (left > longestGap) {
        m_time += left - longestGap;
        left = longestGap;
    }
    while (left > 0) {
        const double step = std::min(left, longestStep);
        advance(step);
        left -= step;
    }
    const double ripple = m_kind.ripple * std::sin(m_phase + 2 * std::numbers::pi * 0.37 * m_time);
    const double load = std::clamp(m_load + noise(0.01), 0.0, 1.0);
    const auto rounded = [](double value, double unit) { return std::round(value / unit) * unit; };
    return {{"case_temp", rounded(m_case + noise(0.05), 0.01)},
            {"ambient_temp", rounded(ambient() + noise(0.03), 0.01)},
            {"vbus",
             rounded(m_kind.vbus - m_kind.sag * (m_load + m_dip) + ripple + noise(m_kind.ripple / 4), 0.001)},
            {"current",
             rounded(std::max(0.0, m_kind.idleCurrent + (m_kind.loadCurrent - m_kind.idleCurrent) * load),
                     0.001)},
            {"load_pct", rounded(100 * load, 0.1)}};
}

std::optional<Outage> SimulatedDevice::nextOutage() {
    if (!m_isFlaky && !m_isAway)
        return std::nullopt;
    const OutageProfile& profile = m_isFlaky ? m_flaky : m_away;
    const auto ms = [](double seconds) { return std::chrono::milliseconds(std::llround(seconds * 1000)); };
    return Outage{
        .after = ms(draw(profile.every)), .length = ms(draw(profile.length)), .vanishes = m_isFlaky};
}

} // namespace labwarden::agent

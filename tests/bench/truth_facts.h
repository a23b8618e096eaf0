// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "tests/bench/truth_device.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::bench {

/// What server/devices/MQTT.md promises, and what a busy machine may take on top before it counts as a lie.
struct TruthLimits {
    std::chrono::milliseconds heartbeat{1000};
    int lostAfterHeartbeats = 3;
    std::chrono::milliseconds goodbye{2000};
    int lossesToFlap = 4; ///< within ten minutes, which no run of this test exceeds
    std::chrono::milliseconds quiet{60'000};
    std::chrono::milliseconds passage{10'000}; ///< from a device, or an answer, to both boards

    /// From the last word of a device that goes this way until it must be shown offline.
    std::chrono::milliseconds untilLost(Conduct how) const {
        return how == Conduct::left || how == Conduct::cut ? goodbye : lostAfterHeartbeats * heartbeat;
    }
};

/// What one device is, as it has itself behaved and as the API has answered: not a word of it is read off a
/// board, but for the moment at which a loss has been counted. One thread at a time.
class DeviceTruth {
public:
    using Clock = std::chrono::steady_clock;

    DeviceTruth(std::string itsKey, std::string itsId, const TruthLimits& limits)
        : key(std::move(itsKey)), id(std::move(itsId)), m_limits(limits) {}

    const std::string key, id;

    // What has happened:
    void cameBack(Clock::time_point now);
    void wentAway(Clock::time_point now, Conduct how);
    /// It went and is back already, within the grace of a goodbye: no loss.
    void blinked(Clock::time_point now);
    void leased(const std::string& runId, Clock::time_point now);
    void freed(Clock::time_point now);
    void putInService(bool inService, const std::string& reason, Clock::time_point now);
    /// Both boards show it offline: the loss has been counted by now.
    void shownOffline(Clock::time_point now);
    /// Its heartbeats have been held up here, so that it may have been lost unasked.
    void heldUp() { ++m_possibleLosses; }

    // What follows:
    Conduct conduct() const { return m_conduct; }
    /// A loss that both boards have not shown yet.
    bool lossUnderWay() const { return m_lossUnderWay; }
    /// It is back, and is shown as such once its quiet minute is over.
    bool damped() const { return m_damped; }
    bool flaps() const { return m_losses >= m_limits.lossesToFlap; }
    int departures() const { return m_possibleLosses; }
    const std::optional<std::string>& runId() const { return m_runId; }
    bool inService() const { return m_inService; }

    struct Expected {
        PresenceKind kind = PresenceKind::none;
        bool online = true;
        DeviceState state = DeviceState::available;
        std::optional<PresenceCause> cause; ///< where there can be but one
        bool presenceKnown = true;          ///< false: this machine had no time for its heartbeats
        Clock::time_point presenceBy{};     ///< from then on it must be shown
    };
    Expected expected(Clock::time_point now) const;

    /// One line for each fact that is not as it should be; `due` is when the first of them had to be right.
    struct Difference {
        std::string text;
        Clock::time_point due;
    };
    std::vector<Difference> differences(const Device& shown, const std::string& state,
                                        Clock::time_point now) const;

    struct Change {
        std::string kind; ///< for the report; empty: none since the beginning
        Clock::time_point at{};
    };
    const Change& presenceChange() const { return m_presenceChange; }
    const Change& leaseChange() const { return m_leaseChange; }
    const Change& serviceChange() const { return m_serviceChange; }

private:
    const TruthLimits m_limits;
    Conduct m_conduct = Conduct::unheard;
    Clock::time_point m_presenceAt{};
    int m_losses = 0;         ///< that have been counted for sure
    int m_possibleLosses = 0; ///< and those that may have been
    bool m_lossUnderWay = false;
    bool m_damped = false; ///< it came back while flapping, with nobody who waits for it
    Clock::time_point m_backNotBefore{}, m_backBy{}; ///< when damped
    std::optional<std::string> m_runId;
    bool m_inService = true;
    std::string m_reason;
    Change m_presenceChange, m_leaseChange, m_serviceChange;
};

} // namespace labwarden::bench

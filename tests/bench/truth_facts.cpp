// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_facts.h"

#include "common/enum_text.h"

#include <algorithm>

namespace labwarden::bench {

namespace {

/// Since when a device has been in the state that it is shown in.
Timestamp sinceOf(const Device& shown) {
    switch (deviceState(shown.presence, shown.lease, shown.service)) {
    case DeviceState::offline:
        return shown.presence.since;
    case DeviceState::under_test:
        return shown.lease.since;
    case DeviceState::maintenance:
        return shown.service.since;
    case DeviceState::available:
        break;
    }
    return std::max({shown.presence.since, shown.lease.since, shown.service.since});
}

std::string word(bool yes, const char* is, const char* isNot) {
    return yes ? is : isNot;
}

} // namespace

void DeviceTruth::cameBack(Clock::time_point now) {
    m_presenceChange = {m_conduct == Conduct::unheard ? "connects" : "comes back", now};
    // A run that holds it needs it at once, whatever it did before.
    m_damped = flaps() && !m_runId;
    if (m_damped) {
        m_presenceChange = {}; // its wait is no delay
        m_backBy = std::max(m_backBy, now) + m_limits.passage;
    }
    m_conduct = Conduct::online;
    m_presenceAt = now;
    m_lossUnderWay = false;
}

void DeviceTruth::wentAway(Clock::time_point now, Conduct how) {
    m_presenceChange = {"is " + std::string(text(how)), now};
    m_conduct = how;
    m_presenceAt = now;
    m_damped = false;
    m_lossUnderWay = true;
    ++m_possibleLosses;
    // Its last heartbeat may lie one back.
    m_backNotBefore = now +
                      std::min(m_limits.goodbye, (m_limits.lostAfterHeartbeats - 1) * m_limits.heartbeat) +
                      m_limits.quiet;
}

void DeviceTruth::blinked(Clock::time_point now) {
    m_presenceChange = {};
    m_conduct = Conduct::online;
    m_presenceAt = now;
    m_lossUnderWay = false;
}

void DeviceTruth::shownOffline(Clock::time_point now) {
    if (!m_lossUnderWay)
        return;
    m_lossUnderWay = false;
    ++m_losses;
    m_backBy = now + m_limits.quiet;
}

void DeviceTruth::leased(const std::string& runId, Clock::time_point now) {
    m_runId = runId;
    m_leaseChange = {"is leased", now};
}

void DeviceTruth::freed(Clock::time_point now) {
    m_runId.reset();
    m_leaseChange = {"is released", now};
}

void DeviceTruth::putInService(bool inService, const std::string& reason, Clock::time_point now) {
    m_inService = inService;
    m_reason = reason;
    m_serviceChange = {inService ? "is in service again" : "goes into maintenance", now};
}

DeviceTruth::Expected DeviceTruth::expected(Clock::time_point now) const {
    Expected expected;
    expected.kind = m_conduct == Conduct::unheard ? PresenceKind::none : PresenceKind::mqtt;
    // Who is away is offline. Who is here may be damped, if it was lost often enough.
    expected.presenceKnown = m_conduct != Conduct::online || m_possibleLosses < m_limits.lossesToFlap ||
                             m_losses == m_possibleLosses;
    if (m_conduct == Conduct::unheard) {
        expected.online = true;
    } else if (m_conduct != Conduct::online) {
        expected.online = false;
        expected.presenceBy = m_presenceAt + m_limits.untilLost(m_conduct) + m_limits.passage;
        if (m_conduct == Conduct::silent || m_conduct == Conduct::frozen)
            expected.cause = PresenceCause::silence;
    } else if (m_damped && now < m_backNotBefore) {
        expected.online = false;
    } else {
        expected.online = true;
        expected.presenceBy = m_damped ? m_backBy : m_presenceAt + m_limits.passage;
    }
    Presence presence;
    presence.kind = expected.kind;
    presence.online = expected.online;
    Lease lease;
    lease.runId = m_runId;
    Service service;
    service.inService = m_inService;
    expected.state = deviceState(presence, lease, service);
    return expected;
}

std::vector<DeviceTruth::Difference> DeviceTruth::differences(const Device& shown, const std::string& state,
                                                              Clock::time_point now) const {
    std::vector<Difference> found;
    const auto say = [&](const std::string& what, const std::string& should, const std::string& is,
                         Timestamp since, Clock::time_point due) {
        found.push_back({key + ": " + what + " is \"" + is + "\" since " + since.text() + ", but must be \"" +
                             should + "\"",
                         due});
    };
    const Expected is = expected(now);
    const auto& presence = shown.presence;
    if (is.presenceKnown) {
        const auto by = is.presenceBy;
        const std::string behaves =
            " (it is " + std::string(text(m_conduct)) + ", its run is " + m_runId.value_or("none") + ")";
        if (presence.kind != is.kind)
            say("presence.kind", std::string(text(is.kind)) + behaves, std::string(text(presence.kind)),
                presence.since, by);
        if (presence.online != is.online)
            say("presence", word(is.online, "online", "offline") + behaves,
                word(presence.online, "online", "offline"), presence.since, by);
        else if (!is.online && is.cause && presence.cause != *is.cause)
            say("presence.cause", std::string(text(*is.cause)), std::string(text(presence.cause)),
                presence.since, by);
        if (flaps() != presence.flappingUntil.has_value() && !m_lossUnderWay)
            say("flapping", flaps() ? "yes" : "no", flaps() ? "no" : "yes", presence.since, by);
        if (state != text(is.state))
            say("state", std::string(text(is.state)) + behaves, state, sinceOf(shown),
                std::max({by, m_leaseChange.at + m_limits.passage, m_serviceChange.at + m_limits.passage}));
    }
    if (shown.lease.runId != m_runId)
        say("lease.runId", m_runId.value_or("none"), shown.lease.runId.value_or("none"), shown.lease.since,
            m_leaseChange.at + m_limits.passage);
    if (shown.service.inService != m_inService || shown.service.reason != m_reason)
        say("service", word(m_inService, "in", "out: ") + m_reason,
            word(shown.service.inService, "in", "out: ") + shown.service.reason, shown.service.since,
            m_serviceChange.at + m_limits.passage);
    return found;
}

} // namespace labwarden::bench

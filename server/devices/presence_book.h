// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/timestamp.h"
#include "server/devices/messages.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::devices {

/// What this server has heard of each device, and what of it PostgreSQL has still to learn. The rules of
/// presence are here; it knows neither clock nor network: both come as arguments. Of one thread.
class PresenceBook {
public:
    using Clock = std::chrono::steady_clock;
    struct Word {
        std::string key;
        bool online;
        PresenceCause cause = PresenceCause::unknown; ///< of being offline
    };

    explicit PresenceBook(int lostAfterHeartbeats,
                          std::chrono::milliseconds goodbyeGrace = std::chrono::seconds(2))
        : m_lostAfter(lostAfterHeartbeats), m_goodbyeGrace(goodbyeGrace) {}

    /// A status has come. One that was retained is the past: its "online" counts only if its own time says
    /// that it is young enough, else it just starts the wait for the next heartbeat.
    ///
    /// The goodbye of a device that was there (its own, or its last will) counts once a grace has gone by in
    /// which it did not come back and this server's own connection stood: a broker that ends sends the wills
    /// of all devices, which is its outage and not theirs. One that was retained leaves the device a
    /// heartbeat to come back to that broker.
    void heard(const std::string& key, const StatusMessage& status, bool retained, Timestamp arrivedAt,
               Clock::time_point now);
    /// PostgreSQL takes this device for online: its silence has to be noticed, too.
    void expect(const std::string& key, Clock::time_point now);

    /// Devices that have been silent for too long become words to write. `listeningSince`: from when on this
    /// server could have heard them; nothing while it cannot. The number of devices newly lost.
    std::size_t judge(std::optional<Clock::time_point> listeningSince, Clock::time_point now);

    /// The newest word of each device that has not been written yet.
    std::vector<Word> unwritten() const;
    /// PostgreSQL does not take the word yet: it is said again at that time, unless there is a newer one.
    void later(const Word& word, Clock::time_point when);
    /// PostgreSQL has it, or knows no such device (`known` false: forgotten until it speaks again).
    void written(const Word& word, bool known);

private:
    struct Entry {
        bool online = false; ///< as last heard or judged
        PresenceCause cause = PresenceCause::unknown;
        bool pending = false;
        std::optional<Clock::time_point> sayAgainAt;
        std::chrono::milliseconds heartbeat{10'000};
        Clock::time_point lastHeard;
        std::optional<Clock::time_point> goodbyeAt;
        std::chrono::milliseconds goodbyeGrace{};
    };
    static bool hasLeft(Entry& entry, std::optional<Clock::time_point> listeningSince, Clock::time_point now);

    const int m_lostAfter;
    const std::chrono::milliseconds m_goodbyeGrace;
    std::map<std::string, Entry, std::less<>> m_entries;
};

} // namespace labwarden::devices

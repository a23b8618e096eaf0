// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"
#include "common/domain/telemetry.h"
#include "server/clients/once_a_minute.h"
#include "server/devices/presence_book.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace labwarden::storage {
class Database;
class Redis;
} // namespace labwarden::storage

namespace labwarden::devices {

/// Presence in PostgreSQL and Redis. Nothing is thrown: where the answer is empty the service is away, and
/// the call may be made again, since all of them are idempotent. What keeps failing is logged once a minute.
/// Of one thread.
class PresenceStore {
public:
    PresenceStore(storage::Database& database, storage::Redis& redis)
        : m_database(database), m_redis(redis) {}

    struct Answer {
        std::unordered_map<std::string, std::string> ids; ///< by key: those that are registered
        std::vector<Event> events;                        ///< of those that have changed
        std::unordered_set<std::string> damped; ///< keys of flapping devices, whose word has to wait
    };
    std::optional<Answer> setPresence(const std::vector<PresenceBook::Word>& words);
    /// Words of devices that are not registered; the events of those that have changed.
    std::optional<std::vector<Event>> hearUnregistered(const std::vector<PresenceBook::Word>& words);
    /// Whether the device is registered.
    std::optional<bool> setMetrics(const std::string& key, const std::vector<Metric>& metrics);

    struct Device {
        std::string key, id;
    };
    /// The devices that PostgreSQL takes for online.
    std::optional<std::vector<Device>> present();

    struct Seen {
        std::string id;
        Timestamp at;
    };
    void setLastSeen(const std::vector<Seen>& seen);

private:
    /// Runs `call`; nothing when the service behind it is away or fails.
    template<class Call>
    auto attempt(const char* what, Call call) -> std::optional<decltype(call())>;

    storage::Database& m_database;
    storage::Redis& m_redis;
    clients::OnceAMinute m_failures;
};

} // namespace labwarden::devices

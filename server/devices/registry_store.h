// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "server/changed.h"
#include "server/identity/caller.h"
#include "server/storage/database.h"
#include "server/storage/redis.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace labwarden::devices {

/// There is no such device (any more).
struct Missing {};
/// It stands at another version.
struct Outdated {};
/// The key belongs to another device, which may have been deleted.
struct TakenKey {
    bool deleted = false;
};
/// A run holds it.
struct LeasedDevice {
    std::string key, name;
    Lease lease;
};

/// Ids of devices that there are not.
struct UnknownDevices {
    std::vector<std::string> ids;
};

/// The registry's calls to PostgreSQL and Redis. Any thread. Throws Unavailable. Ids must be UUIDs.
class RegistryStore {
public:
    RegistryStore(storage::Database& database, storage::Redis& redis)
        : m_database(database), m_redis(redis) {}

    std::variant<Changed<DeviceDetail>, TakenKey> create(const NewDevice& device, const std::string& userId,
                                                         const std::string& address);
    /// With lastSeen when Redis can tell.
    std::optional<DeviceDetail> get(const std::string& id);
    std::variant<Changed<DeviceDetail>, Missing, Outdated> update(const std::string& id, std::int64_t version,
                                                                  const DeviceDescription& description,
                                                                  const std::string& userId,
                                                                  const std::string& address);
    /// The tombstone.
    std::variant<std::vector<Event>, Missing, Outdated, LeasedDevice> remove(const std::string& id,
                                                                             std::int64_t version,
                                                                             const std::string& userId,
                                                                             const std::string& address);
    /// Into maintenance, with the reason, or back in service; all or none.
    std::variant<Changed<std::vector<DeviceDetail>>, UnknownDevices>
    setService(const std::vector<std::string>& ids, bool inService, const std::string& reason,
               const identity::Caller& caller);

private:
    void addLastSeen(DeviceDetail& device);

    storage::Database& m_database;
    storage::Redis& m_redis;
};

} // namespace labwarden::devices

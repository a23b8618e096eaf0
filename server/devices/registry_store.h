// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "server/changed.h"
#include "server/storage/database.h"
#include "server/storage/redis.h"

#include <optional>
#include <string>

namespace labwarden::devices {

/// The registry's calls to PostgreSQL and Redis. Any thread. Throws Unavailable.
class RegistryStore {
public:
    RegistryStore(storage::Database& database, storage::Redis& redis)
        : m_database(database), m_redis(redis) {}

    /// Nothing when the key is taken.
    std::optional<Changed<Device>> create(const NewDevice& device, const std::string& userId,
                                          const std::string& address);
    /// With lastSeen when Redis can tell. `id` must be a UUID.
    std::optional<Device> get(const std::string& id);

private:
    storage::Database& m_database;
    storage::Redis& m_redis;
};

} // namespace labwarden::devices

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/registry_store.h"

#include "server/errors.h"
#include "server/storage/json_rows.h"
#include "sql/queries/devices.h"

#include <boost/json.hpp>

#include <charconv>

namespace labwarden::devices {

namespace q = queries::devices;
namespace json = boost::json;

std::optional<Changed<Device>> RegistryStore::create(const NewDevice& device, const std::string& userId,
                                                     const std::string& address) {
    const auto rows =
        m_database.acquire()->run(q::create, json::serialize(json::value_from(device)), userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "taken")
        return std::nullopt;
    return storage::changedFrom<Device>(outcome, "device");
}

std::optional<Device> RegistryStore::get(const std::string& id) {
    const auto rows = m_database.acquire()->run(q::get, id);
    if (rows.empty())
        return std::nullopt;
    auto device = storage::fromJson<Device>(rows[0]["device"]);
    try {
        const auto seen = m_redis.command({"HGET", m_redis.prefix() + "lastSeen", device.id}).text;
        Timestamp at;
        if (std::from_chars(seen.data(), seen.data() + seen.size(), at.ms).ec == std::errc())
            device.lastSeen = at;
    } catch (const Unavailable&) {
        // The device is worth showing without it.
    }
    return device;
}

} // namespace labwarden::devices

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

namespace {

template<class T>
std::string textOf(const T& value) {
    return json::serialize(json::value_from(value));
}

} // namespace

std::variant<Changed<DeviceDetail>, TakenKey>
RegistryStore::create(const NewDevice& device, const std::string& userId, const std::string& address) {
    const auto rows = m_database.acquire()->run(q::create, textOf(device), userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "taken")
        return TakenKey{outcome.at("deleted") == true};
    return storage::changedFrom<DeviceDetail>(outcome, "device");
}

std::optional<DeviceDetail> RegistryStore::get(const std::string& id) {
    const auto rows = m_database.acquire()->run(q::get, id);
    if (rows.empty())
        return std::nullopt;
    auto device = storage::fromJson<DeviceDetail>(rows[0]["device"]);
    addLastSeen(device);
    return device;
}

std::variant<Changed<DeviceDetail>, Missing, Outdated>
RegistryStore::update(const std::string& id, std::int64_t version, const DeviceDescription& description,
                      const std::string& userId, const std::string& address) {
    const auto rows = m_database.acquire()->run(q::update, id, version, textOf(description), userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    auto changed = storage::changedFrom<DeviceDetail>(outcome, "device");
    addLastSeen(changed.thing);
    return changed;
}

std::variant<std::vector<Event>, Missing, Outdated, LeasedDevice>
RegistryStore::remove(const std::string& id, std::int64_t version, const std::string& userId,
                      const std::string& address) {
    const auto rows = m_database.acquire()->run(q::remove, id, version, userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    if (outcome.at("status") == "leased")
        return LeasedDevice{json::value_to<std::string>(outcome.at("key")),
                            json::value_to<std::string>(outcome.at("name")),
                            stored<Lease>(outcome.at("lease"))};
    return storedEvents(outcome.at("events"));
}

std::variant<Changed<std::vector<DeviceDetail>>, UnknownDevices>
RegistryStore::setService(const std::vector<std::string>& ids, bool inService, const std::string& reason,
                          const identity::Caller& caller) {
    const auto rows = m_database.acquire()->run(q::set_service, storage::arrayLiteral(ids), inService, reason,
                                                caller.userId, caller.displayName, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "unknown")
        return UnknownDevices{json::value_to<std::vector<std::string>>(outcome.at("ids"))};
    Changed<std::vector<DeviceDetail>> changed{{}, storedEvents(outcome.at("events"))};
    for (const auto& device : outcome.at("devices").as_array())
        addLastSeen(changed.thing.emplace_back(stored<DeviceDetail>(device)));
    return changed;
}

void RegistryStore::addLastSeen(DeviceDetail& device) {
    try {
        const auto seen = m_redis.command({"HGET", m_redis.prefix() + "lastSeen", device.id}).text;
        Timestamp at;
        if (std::from_chars(seen.data(), seen.data() + seen.size(), at.ms).ec == std::errc())
            device.lastSeen = at;
    } catch (const Unavailable&) {
        // The device is worth showing without it.
    }
}

} // namespace labwarden::devices

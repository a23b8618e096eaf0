// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/registry.h"

#include "common/uuid.h"
#include "server/errors.h"

#include <boost/json/value_from.hpp>

namespace labwarden::devices {

namespace {

NotFound noSuchDevice() {
    return NotFound(PublicText("There is no such device."));
}

const std::string& checkedId(const std::string& id) {
    if (!isUuid(id))
        throw noSuchDevice();
    return id;
}

Conflict taken(const std::string& key, bool deleted) {
    return Conflict(PublicText(deleted ? "The key " + key +
                                             " belongs to a device that has been deleted: its history hangs "
                                             "on it. Choose another one."
                                       : "There is a device with the key " + key + " already."));
}

Conflict leased(const std::string& id, const LeasedDevice& device) {
    const std::string run = device.lease.runNumber ? std::to_string(*device.lease.runNumber) : "?";
    boost::json::array conflicts;
    conflicts.push_back({{"deviceId", id},
                         {"key", device.key},
                         {"name", device.name},
                         {"reason", "under_test"},
                         {"runId", boost::json::value_from(device.lease.runId)},
                         {"runNumber", boost::json::value_from(device.lease.runNumber)},
                         {"holder", boost::json::value_from(device.lease.holder)},
                         {"since", boost::json::value_from(device.lease.since)}});
    return Conflict(PublicText(device.key + " is under test in run " + run + " of " +
                               device.lease.holder.value_or("?") + ". That run has to end first."),
                    std::move(conflicts));
}

} // namespace

Changed<DeviceDetail> Registry::create(const identity::Caller& caller, const NewDevice& device) {
    auto outcome = m_store.create(device, caller.userId, caller.remote);
    if (const auto* refused = std::get_if<TakenKey>(&outcome))
        throw taken(device.key, refused->deleted);
    auto& created = std::get<Changed<DeviceDetail>>(outcome);
    m_events.committed(created.events);
    return std::move(created);
}

DeviceDetail Registry::get(const std::string& id) {
    auto device = m_store.get(checkedId(id));
    if (!device)
        throw noSuchDevice();
    return std::move(*device);
}

Changed<DeviceDetail> Registry::update(const identity::Caller& caller, const std::string& id,
                                       std::int64_t version, const DeviceDescription& description) {
    auto outcome = m_store.update(checkedId(id), version, description, caller.userId, caller.remote);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchDevice();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    auto& updated = std::get<Changed<DeviceDetail>>(outcome);
    m_events.committed(updated.events);
    return std::move(updated);
}

std::vector<Event> Registry::remove(const identity::Caller& caller, const std::string& id,
                                    std::int64_t version) {
    auto outcome = m_store.remove(checkedId(id), version, caller.userId, caller.remote);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchDevice();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    if (const auto* held = std::get_if<LeasedDevice>(&outcome))
        throw leased(id, *held);
    auto& events = std::get<std::vector<Event>>(outcome);
    m_events.committed(events);
    return std::move(events);
}

} // namespace labwarden::devices

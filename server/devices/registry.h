// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "server/changed.h"
#include "server/devices/registry_store.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden::devices {

/// The registry of devices: what they are. Their presence is PresenceWatch's, their leases are the runs'. Any
/// thread. Descriptions come from people, read strictly, so without faults. Throws Unavailable beside what is
/// said of each.
class Registry {
public:
    Registry(storage::Database& database, storage::Redis& redis, EventSink& events)
        : m_store(database, redis), m_events(events) {}

    /// Registers a device. It starts free, in service and unmonitored. Conflict: the key is taken, by a
    /// device that was deleted too.
    Changed<DeviceDetail> create(const identity::Caller& caller, const NewDevice& device);
    /// NotFound.
    DeviceDetail get(const std::string& id);
    /// Replaces the whole description of a device at that version; one that says what is known already
    /// changes nothing. NotFound, Stale.
    Changed<DeviceDetail> update(const identity::Caller& caller, const std::string& id, std::int64_t version,
                                 const DeviceDescription& description);
    /// Takes a device at that version off the board for good; its history and its key stay. Returns its
    /// tombstone. NotFound, Stale; Conflict while a run holds it, with who that is.
    std::vector<Event> remove(const identity::Caller& caller, const std::string& id, std::int64_t version);

private:
    RegistryStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::devices

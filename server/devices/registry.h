// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "server/changed.h"
#include "server/devices/registry_store.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <string>

namespace labwarden::devices {

/// The registry of devices: what they are. Their presence is PresenceWatch's, their leases are the runs'. Any
/// thread.
class Registry {
public:
    Registry(storage::Database& database, storage::Redis& redis, EventSink& events)
        : m_store(database, redis), m_events(events) {}

    /// Registers a device that a person has described (read strictly, so without faults). It starts free, in
    /// service and unmonitored. Conflict: the key is taken, by a device that was deleted too.
    Changed<Device> create(const identity::Caller& caller, const NewDevice& device);
    /// NotFound.
    Device get(const std::string& id);

private:
    RegistryStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::devices

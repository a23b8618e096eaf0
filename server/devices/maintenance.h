// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_actions.h"
#include "common/domain/device_detail.h"
#include "server/changed.h"
#include "server/devices/registry_store.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <string>
#include <vector>

namespace labwarden::devices {

/// Devices go out of service and come back: by people, with the reason. One that is leased may go out: its
/// run goes on, and afterwards nobody gets it. Any thread. Throws Unavailable beside what is said of each.
class Maintenance {
public:
    Maintenance(storage::Database& database, storage::Redis& redis, EventSink& events)
        : m_store(database, redis), m_events(events) {}

    /// With another reason than before, or by somebody else, reason and person change and the time stays; the
    /// same again changes nothing. NotFound.
    Changed<DeviceDetail> begin(const identity::Caller& caller, const std::string& id,
                                const std::string& reason);
    /// One that is in service already stays so. NotFound.
    Changed<DeviceDetail> end(const identity::Caller& caller, const std::string& id);

    /// Both for many, all or none; answers in the order of the ids. Invalid naming each that there is not.
    Changed<std::vector<DeviceDetail>> begin(const identity::Caller& caller, const MaintenanceOfMany& wanted);
    Changed<std::vector<DeviceDetail>> end(const identity::Caller& caller, const DevicesChoice& wanted);

private:
    Changed<DeviceDetail> setOne(const identity::Caller& caller, const std::string& id, bool inService,
                                 const std::string& reason);
    Changed<std::vector<DeviceDetail>> setMany(const identity::Caller& caller,
                                               const std::vector<std::string>& ids, bool inService,
                                               const std::string& reason);

    RegistryStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::devices

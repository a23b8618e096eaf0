// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/maintenance.h"

#include "common/uuid.h"
#include "server/errors.h"

#include <algorithm>

namespace labwarden::devices {

Changed<DeviceDetail> Maintenance::begin(const identity::Caller& caller, const std::string& id,
                                         const std::string& reason) {
    return setOne(caller, id, false, reason);
}

Changed<DeviceDetail> Maintenance::end(const identity::Caller& caller, const std::string& id) {
    return setOne(caller, id, true, {});
}

Changed<std::vector<DeviceDetail>> Maintenance::begin(const identity::Caller& caller,
                                                      const MaintenanceOfMany& wanted) {
    return setMany(caller, wanted.deviceIds, false, wanted.reason);
}

Changed<std::vector<DeviceDetail>> Maintenance::end(const identity::Caller& caller,
                                                    const DevicesChoice& wanted) {
    return setMany(caller, wanted.deviceIds, true, {});
}

Changed<DeviceDetail> Maintenance::setOne(const identity::Caller& caller, const std::string& id,
                                          bool inService, const std::string& reason) {
    if (!isUuid(id))
        throw NotFound(PublicText("There is no such device."));
    auto outcome = m_store.setService({id}, inService, reason, caller);
    if (std::holds_alternative<UnknownDevices>(outcome))
        throw NotFound(PublicText("There is no such device."));
    auto& changed = std::get<Changed<std::vector<DeviceDetail>>>(outcome);
    m_events.committed(changed.events);
    return {std::move(changed.thing.at(0)), std::move(changed.events)};
}

Changed<std::vector<DeviceDetail>> Maintenance::setMany(const identity::Caller& caller,
                                                        const std::vector<std::string>& ids, bool inService,
                                                        const std::string& reason) {
    auto outcome = m_store.setService(ids, inService, reason, caller);
    if (const auto* unknown = std::get_if<UnknownDevices>(&outcome)) {
        std::vector<Fault> faults;
        for (std::size_t i = 0; i < ids.size(); ++i)
            if (std::ranges::find(unknown->ids, ids[i]) != unknown->ids.end())
                faults.push_back({"/deviceIds/" + std::to_string(i), "There is no such device."});
        throw Invalid(std::move(faults));
    }
    auto& changed = std::get<Changed<std::vector<DeviceDetail>>>(outcome);
    m_events.committed(changed.events);
    return std::move(changed);
}

} // namespace labwarden::devices

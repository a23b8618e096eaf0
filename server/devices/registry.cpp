// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/registry.h"

#include "common/uuid.h"
#include "server/errors.h"

namespace labwarden::devices {

Changed<Device> Registry::create(const identity::Caller& caller, const NewDevice& device) {
    auto created = m_store.create(device, caller.userId, caller.remote);
    if (!created)
        throw Conflict(PublicText("There is a device with the key " + device.key + " already."));
    m_events.committed(created->events);
    return std::move(*created);
}

Device Registry::get(const std::string& id) {
    auto device = isUuid(id) ? m_store.get(id) : std::nullopt;
    if (!device)
        throw NotFound(PublicText("There is no such device."));
    return std::move(*device);
}

} // namespace labwarden::devices

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/unregistered.h"

#include "common/uuid.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "server/storage/json_rows.h"
#include "server/stored_events.h"
#include "sql/queries/devices.h"

namespace labwarden::devices {

namespace q = queries::devices;

namespace {

NotFound nobody() {
    return NotFound(PublicText("No such device is waiting; it may have been registered or forgotten."));
}

} // namespace

std::vector<UnregisteredDevice> Unregistered::list() {
    std::vector<UnregisteredDevice> devices;
    for (const auto& row : m_database.acquire()->run(q::unregistered))
        devices.push_back(storage::fromJson<UnregisteredDevice>(row["device"]));
    return devices;
}

Changed<UnregisteredDevice> Unregistered::refuse(const identity::Caller& caller, const std::string& id) {
    if (!isUuid(id))
        throw nobody();
    const auto rows =
        m_database.acquire()->run(q::refuse, id, caller.userId, caller.displayName, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        throw nobody();
    auto changed = storage::changedFrom<UnregisteredDevice>(outcome, "device");
    m_events.committed(changed.events);
    return changed;
}

std::vector<Event> Unregistered::forget(const identity::Caller& caller, const std::string& id) {
    if (!isUuid(id))
        throw nobody();
    const auto rows = m_database.acquire()->run(q::forget, id, caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        throw nobody();
    auto events = storedEvents(outcome.at("events"));
    m_events.committed(events);
    return events;
}

} // namespace labwarden::devices

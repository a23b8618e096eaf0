// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/health_checks.h"

#include "common/uuid.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "server/storage/json_rows.h"
#include "sql/queries/devices.h"

#include <boost/json.hpp>

namespace labwarden::devices {

namespace q = queries::devices;
namespace json = boost::json;

namespace {

NotFound noSuchCheck() {
    return NotFound(PublicText("There is no such health check."));
}

} // namespace

std::vector<HealthCheck> HealthChecks::list() {
    std::vector<HealthCheck> all;
    for (const auto& row : m_database.acquire()->run(q::health_checks))
        all.push_back(storage::fromJson<HealthCheck>(row["health_check"]));
    return all;
}

Changed<HealthCheck> HealthChecks::create(const identity::Caller& caller, const NewHealthCheck& wanted) {
    return set(caller, std::nullopt, 0, wanted);
}

Changed<HealthCheck> HealthChecks::update(const identity::Caller& caller, const std::string& id,
                                          std::int64_t version, const NewHealthCheck& wanted) {
    if (!isUuid(id))
        throw noSuchCheck();
    return set(caller, id, version, wanted);
}

Changed<HealthCheck> HealthChecks::set(const identity::Caller& caller, const std::optional<std::string>& id,
                                       std::int64_t version, const NewHealthCheck& wanted) {
    const auto rows =
        m_database.acquire()->run(q::set_health_check, id, version, json::serialize(json::value_from(wanted)),
                                  caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    const auto& status = outcome.at("status");
    if (status == "not_found")
        throw noSuchCheck();
    if (status == "stale")
        throw Stale();
    if (status == "taken")
        throw Conflict(
            PublicText("Devices of type \"" + wanted.deviceType + "\" have a health check already."));
    if (status == "invalid") {
        std::vector<Fault> faults;
        for (const auto& fault : outcome.at("faults").as_array())
            faults.push_back(stored<Fault>(fault));
        throw Invalid(std::move(faults));
    }
    auto changed = storage::changedFrom<HealthCheck>(outcome, "healthCheck");
    m_events.committed(changed.events);
    return changed;
}

std::vector<Event> HealthChecks::remove(const identity::Caller& caller, const std::string& id,
                                        std::int64_t version) {
    if (!isUuid(id))
        throw noSuchCheck();
    const auto rows =
        m_database.acquire()->run(q::delete_health_check, id, version, caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        throw noSuchCheck();
    if (outcome.at("status") == "stale")
        throw Stale();
    auto events = storedEvents(outcome.at("events"));
    m_events.committed(events);
    return events;
}

Changed<DeviceDetail> HealthChecks::ask(const identity::Caller& caller, const std::string& deviceId) {
    const NotFound noSuchDevice(PublicText("There is no such device."));
    if (!isUuid(deviceId))
        throw noSuchDevice;
    const auto rows = m_database.acquire()->run(q::ask_health_check, deviceId, caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        throw noSuchDevice;
    if (outcome.at("status") == "no_check")
        throw Conflict(PublicText("Devices of type \"" + json::value_to<std::string>(outcome.at("type")) +
                                  "\" have no health check."));
    auto changed = storage::changedFrom<DeviceDetail>(outcome, "device");
    m_events.committed(changed.events);
    return changed;
}

} // namespace labwarden::devices

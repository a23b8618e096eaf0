// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "common/domain/health_check.h"
#include "server/changed.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::devices {

/// Which test case the devices of a type have to pass before they are offered. What is due is started by the
/// Reaper; the rules stand in sql/functions/devices/health_checks.sql. Any thread. Throws Unavailable beside
/// what is said of each.
class HealthChecks {
public:
    HealthChecks(storage::Database& database, EventSink& events) : m_database(database), m_events(events) {}

    /// In the order of types.
    std::vector<HealthCheck> list();
    /// Devices in service stay there until a check is due. Conflict: the type has one already. Invalid: the
    /// case is for another type, or has a parameter without a default.
    Changed<HealthCheck> create(const identity::Caller& caller, const NewHealthCheck& wanted);
    /// NotFound, Stale, and as create().
    Changed<HealthCheck> update(const identity::Caller& caller, const std::string& id, std::int64_t version,
                                const NewHealthCheck& wanted);
    /// Devices that were only kept out of service for it come back; the events. NotFound, Stale.
    std::vector<Event> remove(const identity::Caller& caller, const std::string& id, std::int64_t version);
    /// The device is out of service until it has passed its check. NotFound; Conflict: its type has none.
    Changed<DeviceDetail> ask(const identity::Caller& caller, const std::string& deviceId);

private:
    Changed<HealthCheck> set(const identity::Caller& caller, const std::optional<std::string>& id,
                             std::int64_t version, const NewHealthCheck& wanted);

    storage::Database& m_database;
    EventSink& m_events;
};

} // namespace labwarden::devices

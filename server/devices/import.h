// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_import.h"
#include "server/devices/import_text.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::devices {

/// Many descriptions at once, from and into the registry. Keys say which device is meant. Any thread; throws
/// Unavailable.
class Import {
public:
    Import(storage::Database& database, EventSink& events) : m_database(database), m_events(events) {}

    /// All or nothing, in one commit; a dry run changes nothing and has the faults in its report. Otherwise
    /// Invalid with every fault; Conflict when somebody has changed one of the devices meanwhile.
    ImportReport run(const identity::Caller& caller, const ImportText& text, bool dryRun);
    /// All devices, in the order of their keys.
    std::vector<NewDevice> all();

private:
    struct Plan;
    Plan planOf(const ImportText& text);
    void apply(const identity::Caller& caller, const Plan& plan);

    storage::Database& m_database;
    EventSink& m_events;
};

} // namespace labwarden::devices

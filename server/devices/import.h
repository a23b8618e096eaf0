// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/devices/import_text.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <boost/describe.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::devices {

enum class ImportChange { create, update, unchanged };
BOOST_DESCRIBE_ENUM(ImportChange, create, update, unchanged)

/// What becomes of one device.
struct ImportedDevice {
    std::size_t line = 0; ///< as in ImportFault
    std::string key;
    ImportChange change = ImportChange::unchanged;
    boost::json::object fields; ///< of an update: {field: {old, new}}
};
BOOST_DESCRIBE_STRUCT(ImportedDevice, (), (line, key, change, fields))

/// What an import does, or (`dryRun`) would do.
struct ImportReport {
    bool dryRun = false;
    int created = 0, updated = 0, unchanged = 0;
    std::vector<ImportedDevice> devices; ///< those without faults, as they come
    std::vector<ImportFault> faults;     ///< every one; without dry run there are none
};
BOOST_DESCRIBE_STRUCT(ImportReport, (), (dryRun, created, updated, unchanged, devices, faults))

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

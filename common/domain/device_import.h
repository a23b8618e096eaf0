// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace labwarden {

/// The most devices of one `POST /devices/import`: a commit of that many still ends well within its time
/// limit.
inline constexpr std::size_t mostImportedDevices = 2000;

/// What is wrong with an import, and where.
struct ImportFault {
    std::size_t line = 0; ///< of the CSV text; of JSON the number of the item, from 1
    std::string pointer;  ///< into the list of devices: "/0/name"
    std::string message;
};
BOOST_DESCRIBE_STRUCT(ImportFault, (), (line, pointer, message))

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

/// What an import has done, or (`dryRun`) would do (`POST /devices/import`).
struct ImportReport {
    bool dryRun = false;
    int created = 0, updated = 0, unchanged = 0;
    std::vector<ImportedDevice> devices; ///< those without faults, as they come
    std::vector<ImportFault> faults;     ///< every one; without dry run there are none
};
BOOST_DESCRIBE_STRUCT(ImportReport, (), (dryRun, created, updated, unchanged, devices, faults))

} // namespace labwarden

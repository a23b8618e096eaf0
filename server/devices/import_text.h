// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/device_import.h"

#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Descriptions of many devices as text and back: what is exported comes back "unchanged". Pure, any thread.
namespace labwarden::devices {

inline constexpr std::size_t mostColumns = 500;

/// What an import says of one device. Nothing of it has been checked.
struct ImportItem {
    std::size_t line = 0;    ///< as in ImportFault
    std::size_t place = 0;   ///< in the list of devices, from 0
    boost::json::value says; ///< an object of those fields of NewDevice that are to change
    std::map<std::string, std::string>
        attributes; ///< CSV: of the columns that there are; empty: none of that name
};

struct ImportText {
    std::vector<ImportItem> items;
    std::vector<ImportFault> faults;
};

/// An array of descriptions; fields that are left out stay what they are.
ImportText importOf(const boost::json::value& array);
/// The first line names the columns: key, name, type, model, serial, firmware, site, room, rack, slot, owner,
/// notes, tags and capabilities (separated by ';', with '\' before one that is meant), `attribute.<name>`.
/// What has no column stays what it is; an empty cell empties the field.
ImportText importOf(std::string_view csv);

/// With all columns, and one for each attribute that any of them has. Nothing when those are too many.
std::optional<std::string> csvOf(const std::vector<NewDevice>& devices);

} // namespace labwarden::devices

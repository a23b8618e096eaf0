// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/form/lab_words.h"

#include "console/store/lab_store.h"

#include <set>
#include <string>

namespace labwarden::board {
namespace {

QStringList listOf(const std::set<std::string>& words) {
    QStringList list;
    for (const auto& word : words)
        if (!word.empty())
            list << QString::fromStdString(word);
    return list;
}

} // namespace

LabWords labWords(const console::LabStore& store) {
    std::set<std::string> types, models, firmwares, sites, rooms, racks, owners, tags, capabilities;
    for (const auto& [id, device] : store.devices()) {
        types.insert(device.type);
        models.insert(device.model);
        firmwares.insert(device.firmware);
        sites.insert(device.location.site);
        rooms.insert(device.location.room);
        racks.insert(device.location.rack);
        owners.insert(device.owner);
        tags.insert(device.tags.begin(), device.tags.end());
        capabilities.insert(device.capabilities.begin(), device.capabilities.end());
    }
    return {listOf(types), listOf(models), listOf(firmwares), listOf(sites),       listOf(rooms),
            listOf(racks), listOf(owners), listOf(tags),      listOf(capabilities)};
}

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "console/store/lab_store.h"

#include <QString>

#include <array>
#include <vector>

/// What can be done with the devices that somebody has selected, so that nothing is offered that the server
/// would refuse, and what cannot work says why before it is tried. Pure functions.
namespace labwarden::board {

enum class DeviceAction { startRun, maintenance, backInService, release, editTags, exportDevices };
inline constexpr std::array everyDeviceAction{DeviceAction::startRun,      DeviceAction::maintenance,
                                              DeviceAction::backInService, DeviceAction::release,
                                              DeviceAction::editTags,      DeviceAction::exportDevices};

/// What the person may do with devices at all.
struct BoardPermissions {
    bool start = false;   ///< runs:start
    bool write = false;   ///< devices:write
    bool release = false; ///< runs:cancel-any: it ends the run of somebody else
    static BoardPermissions of(const console::LabStore& store);
    bool operator==(const BoardPermissions&) const = default;
};

/// How many of the selected devices are what.
struct SelectionFacts {
    int total = 0;
    int available = 0;
    int held = 0;                               ///< by a run, offline ones too
    int outOfService = 0;                       ///< whatever else they are
    DeviceState state = DeviceState::available; ///< of the only one
    bool operator==(const SelectionFacts&) const = default;
};
SelectionFacts factsOf(const std::vector<const Device*>& selected);

/// Whether an action is offered, and for how many of the selected devices it works.
struct ActionRight {
    bool offered = false; ///< the person may do it
    int works = 0;
    QString why; ///< when it works for none: why not. Else what it does, and for how many it does not work
    explicit operator bool() const { return offered && works > 0; }
};
ActionRight rightTo(DeviceAction action, const SelectionFacts& selected, const BoardPermissions& person);
/// Whether it works for this one of them.
bool works(DeviceAction action, const Device& device);

} // namespace labwarden::board

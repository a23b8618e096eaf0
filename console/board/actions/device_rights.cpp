// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/device_rights.h"

#include "console/board/actions/words.h"

#include <QCoreApplication>

namespace labwarden::board {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("DeviceRights", text);
}

DeviceState stateOf(const Device& device) {
    return deviceState(device.presence, device.lease, device.service);
}

bool isAllowed(DeviceAction action, const BoardPermissions& person) {
    switch (action) {
    case DeviceAction::startRun:
        return person.start;
    case DeviceAction::maintenance:
    case DeviceAction::backInService:
    case DeviceAction::editTags:
        return person.write;
    case DeviceAction::release:
        return person.release;
    case DeviceAction::exportDevices:
        return true;
    }
    return false;
}

int worksFor(DeviceAction action, const SelectionFacts& selected) {
    switch (action) {
    case DeviceAction::startRun:
        return selected.available;
    case DeviceAction::backInService:
        return selected.outOfService;
    case DeviceAction::release:
        return selected.held;
    case DeviceAction::maintenance:
    case DeviceAction::editTags:
    case DeviceAction::exportDevices:
        return selected.total;
    }
    return 0;
}

QString whyNotAvailable(DeviceState state) {
    switch (state) {
    case DeviceState::offline:
        return tr("The selected device is offline.");
    case DeviceState::under_test:
        return tr("The selected device is under test.");
    case DeviceState::maintenance:
        return tr("The selected device is in maintenance.");
    case DeviceState::available:
        break;
    }
    return {};
}

QString whyNot(DeviceAction action, const SelectionFacts& selected) {
    const bool one = selected.total == 1;
    switch (action) {
    case DeviceAction::startRun:
        return one ? whyNotAvailable(selected.state) : tr("None of the selected devices is available.");
    case DeviceAction::backInService:
        return one ? tr("The selected device is in service.")
                   : tr("All of the selected devices are in service.");
    case DeviceAction::release:
        return one ? tr("No run holds the selected device.")
                   : tr("No run holds any of the selected devices.");
    case DeviceAction::maintenance:
    case DeviceAction::editTags:
    case DeviceAction::exportDevices:
        break;
    }
    return {};
}

QString whatItDoes(DeviceAction action, int count) {
    switch (action) {
    case DeviceAction::startRun:
        return tr("Start a run on %1").arg(devicesText(count));
    case DeviceAction::maintenance:
        return tr("Take %1 out of service, with the reason").arg(devicesText(count));
    case DeviceAction::backInService:
        return tr("Put %1 back in service").arg(devicesText(count));
    case DeviceAction::release:
        return tr("End the runs that hold %1").arg(devicesText(count));
    case DeviceAction::editTags:
        return tr("Add tags to %1, or remove some").arg(devicesText(count));
    case DeviceAction::exportDevices:
        return tr("Write %1 to a file").arg(devicesText(count));
    }
    return {};
}

QString whoIsLeftOut(DeviceAction action, int count) {
    const bool one = count == 1;
    switch (action) {
    case DeviceAction::startRun:
        return one ? tr("1 selected device is not available and is left out.")
                   : tr("%1 selected devices are not available and are left out.").arg(count);
    case DeviceAction::backInService:
        return one ? tr("1 selected device is in service and stays as it is.")
                   : tr("%1 selected devices are in service and stay as they are.").arg(count);
    case DeviceAction::release:
        return one ? tr("1 selected device is held by no run and stays as it is.")
                   : tr("%1 selected devices are held by no run and stay as they are.").arg(count);
    case DeviceAction::maintenance:
    case DeviceAction::editTags:
    case DeviceAction::exportDevices:
        break;
    }
    return {};
}

} // namespace

BoardPermissions BoardPermissions::of(const console::LabStore& store) {
    return {store.may("runs:start"), store.may("devices:write"), store.may("runs:cancel-any")};
}

bool works(DeviceAction action, const Device& device) {
    switch (action) {
    case DeviceAction::startRun:
        return stateOf(device) == DeviceState::available;
    case DeviceAction::backInService:
        return !device.service.inService;
    case DeviceAction::release:
        return device.lease.runId.has_value();
    case DeviceAction::maintenance:
    case DeviceAction::editTags:
    case DeviceAction::exportDevices:
        break;
    }
    return true;
}

SelectionFacts factsOf(const std::vector<const Device*>& selected) {
    SelectionFacts facts;
    facts.total = static_cast<int>(selected.size());
    for (const Device* device : selected) {
        facts.available += works(DeviceAction::startRun, *device);
        facts.held += works(DeviceAction::release, *device);
        facts.outOfService += works(DeviceAction::backInService, *device);
    }
    if (facts.total == 1)
        facts.state = stateOf(*selected.front());
    return facts;
}

ActionRight rightTo(DeviceAction action, const SelectionFacts& selected, const BoardPermissions& person) {
    ActionRight right;
    right.offered = isAllowed(action, person);
    if (!right.offered) {
        right.why = action == DeviceAction::startRun ? tr("Your role does not allow starting runs.")
                                                     : tr("Your role does not allow this.");
        return right;
    }
    right.works = worksFor(action, selected);
    if (selected.total == 0) {
        right.why = action == DeviceAction::startRun
                        ? tr("Select one or more available devices to start a run.")
                        : tr("Select one or more devices first.");
    } else if (right.works == 0) {
        right.why = whyNot(action, selected);
    } else {
        right.why = whatItDoes(action, right.works);
        if (const int others = selected.total - right.works; others > 0)
            right.why += QLatin1Char('\n') + whoIsLeftOut(action, others);
    }
    return right;
}

} // namespace labwarden::board

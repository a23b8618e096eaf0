// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/widgets/difference_dialog.h"

#include <QString>

#include <functional>
#include <string>
#include <vector>

/// Two people editing the same device: what each of them has changed, and what comes of it. Plain values.
namespace labwarden::board {

/// What of a device may be edited.
DeviceDescription descriptionOf(const DeviceDetail& device);
/// The order of tags and capabilities means nothing.
bool isSame(const DeviceDescription& a, const DeviceDescription& b);

/// One field in which what I want differs from what is there now. Each tag, capability and attribute is a
/// field of its own.
struct DeviceDifference : widgets::Difference {
    /// Puts the field of the second one into the first.
    std::function<void(DeviceDescription& into, const DeviceDescription& from)> take;
};

/// What differs between `mine` and `theirs`, both made from `base`.
std::vector<DeviceDifference> differences(const DeviceDescription& base, const DeviceDescription& mine,
                                          const DeviceDescription& theirs);
/// Theirs, with mine where `sides` says so; one side for each difference.
DeviceDescription merged(const DeviceDescription& mine, const DeviceDescription& theirs,
                         const std::vector<DeviceDifference>& differences,
                         const std::vector<widgets::Side>& sides);

/// The fields that differ, as words: "firmware, tags".
QString changedFields(const DeviceDescription& before, const DeviceDescription& after);

} // namespace labwarden::board

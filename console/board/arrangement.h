// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_row.h"
#include "console/board/query/device_query.h"
#include "console/widgets/distribution_bar.h"

#include <QString>

#include <optional>
#include <vector>

namespace labwarden::board {

/// What devices are put together by. By tag: by the first of a device's tags in the order of the alphabet, so
/// that each device stands in one place.
enum class Grouping { rack, type, state, tag, room };
inline constexpr int groupingCount = static_cast<int>(Grouping::room) + 1;

/// How many devices are in which state. `lastRunFailed` and `flapping` count across
/// the states.
struct StateCounts {
    int total = 0, available = 0, underTest = 0, maintenance = 0, offline = 0, lastRunFailed = 0;
    int flapping = 0;

    void add(const DeviceRow& row, int sign = 1);
    /// For the bar: available devices whose last run failed are told apart there.
    std::vector<widgets::Share> shares() const;
    int failedAndAvailable = 0;
};

/// Which devices are to be seen: those of a state (the chips), and of these what the query asks for.
struct DeviceFilter {
    std::optional<DeviceState> state;
    bool lastRunFailed = false;
    DeviceQuery query;

    bool accepts(const DeviceRow& row) const {
        return (!state || row.state == *state) && (!lastRunFailed || row.lastRunFailed) && query.accepts(row);
    }
    bool isEmpty() const { return !state && !lastRunFailed && query.isEmpty(); }
};

/// Devices that belong together, in the order in which they are shown.
struct DeviceGroup {
    QString key;
    QString title; ///< "Rack 07"
    QString note;  ///< tells apart groups of the same title: site and room
    std::vector<int> rows;
};

/// The key of the group that a device belongs to.
QString groupKey(const DeviceRow& row, Grouping grouping);

/// The groups of all devices that `filter` accepts; devices keep the order that `order` gives them. Groups
/// are in natural order of their titles, the one of devices without rack, type or tag last; states as people
/// rank them.
std::vector<DeviceGroup> arrange(const std::vector<DeviceRow>& rows, const std::vector<int>& order,
                                 Grouping grouping, const DeviceFilter& filter);

} // namespace labwarden::board

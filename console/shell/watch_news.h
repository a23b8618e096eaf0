// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_row.h"
#include "console/store/watch_list.h"
#include "console/style/icons.h"

#include <QString>

#include <vector>

namespace labwarden::console {

/// One thing that somebody is told because they watch it.
struct News {
    style::Icon icon = style::Icon::bell;
    style::Token colour = style::Token::accent;
    QString title; ///< "r07-u08 is offline"
    QString text;  ///< what else is to be known, in a few words; may be empty
    /// What a click opens; an empty id when the news is about several things.
    WatchKind kind = WatchKind::device;
    std::string id;
    Timestamp at;
};

/// A watched device that is in another state than it was told to be in.
struct DeviceTurn {
    board::DeviceRow now;
    DeviceState before = DeviceState::available;
    bool flapping = false; ///< it comes and goes
};

/// Everything that has come together in one collection.
struct WatchHarvest {
    std::vector<DeviceTurn> turns;
    std::vector<board::DeviceRow> free; ///< that somebody has waited for
    std::vector<TestRun> ended;         ///< finished runs
    std::vector<Watch> removed;         ///< devices that the lab has no more
    bool empty() const { return turns.empty() && free.empty() && ended.empty() && removed.empty(); }
};

/// What is said of it: one news a thing while they are few, else one a kind of change, else one for all
/// devices ("19 watched devices have changed"). Never more than six.
std::vector<News> newsOf(const WatchHarvest& harvest, Timestamp now);

} // namespace labwarden::console

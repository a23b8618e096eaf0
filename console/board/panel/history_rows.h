// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_history.h"
#include "console/style/icons.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace labwarden::board {

/// One line of a device's past as people read it: the heading of a day, or something that became of it. A
/// plain value.
struct HistoryRow {
    /// Of the entry; a heading has the number of its day, negative.
    std::int64_t id = 0;
    bool isDay = false;
    QString time;                          ///< "14:02"; empty for a heading
    style::Icon icon = style::Icon::clock; ///< with the colour and the title: never colour alone
    style::Token colour = style::Token::secondary;
    QString title;     ///< "Run #48213 · Passed", "Maintenance", "Today"
    QString detail;    ///< who, why, how long; may be empty
    QStringList lines; ///< of a changed description: "firmware: 2.4.0 → 2.4.1"
    std::string runId; ///< that is opened from here; empty without one

    bool operator==(const HistoryRow&) const = default;
    /// All of it in one line, for screen readers and to be copied.
    QString text() const;
};

/// The entries, newest first, below the days on which they were. A run that was given back says how long it
/// took where its beginning is among them.
std::vector<HistoryRow> historyRows(const std::vector<HistoryEntry>& entries, Timestamp now);

} // namespace labwarden::board

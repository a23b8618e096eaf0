// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_row.h"

namespace labwarden::board {

/// What a table of devices may show. Names come first and are always shown. When a device was heard of last
/// is not among them: consoles are told when that becomes a state, not with every heartbeat.
enum DeviceColumn {
    NameColumn,
    StateColumn,
    SinceColumn,
    ModelColumn,
    TypeColumn,
    LocationColumn,
    TagsColumn,
    RunColumn,
    HolderColumn,
    NoteColumn,
    KeyColumn,
    SerialColumn,
    FirmwareColumn,
    SiteColumn,
    RoomColumn,
    RackColumn,
    SlotColumn,
    CapabilitiesColumn,
    OwnerColumn,
    columnTotal
};

/// What devices are sorted by in one column: numbers first, then texts as people order them.
struct SortKey {
    qint64 number = 0;
    QString text;
    bool operator==(const SortKey&) const = default;
    bool operator<(const SortKey& other) const {
        return number != other.number ? number < other.number : text < other.text;
    }
};

QString columnHeading(int column);
/// What a column is called where it is kept, in every language; and the column of such a word, or -1.
QLatin1String columnWord(int column);
int columnOf(const QString& word);
QString columnText(const DeviceRow& row, int column);
SortKey columnKey(const DeviceRow& row, int column);
/// Until somebody chooses another.
int columnWidth(int column);
bool isShownAtFirst(int column);

} // namespace labwarden::board

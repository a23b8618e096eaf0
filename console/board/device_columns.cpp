// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_columns.h"

#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QCoreApplication>

namespace labwarden::board {

namespace {

struct ColumnFacts {
    const char* heading;
    const char* word;
    int width;
    bool shown;
};

// By column; the texts stand here for the translators.
constexpr ColumnFacts facts[] = {
    {QT_TRANSLATE_NOOP("DeviceColumns", "Name"), "name", 130, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "State"), "state", 188, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Since"), "since", 150, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Model"), "model", 132, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Type"), "type", 90, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Location"), "location", 204, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Tags"), "tags", 88, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Run"), "run", 110, true},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Started by"), "startedBy", 110, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Note"), "note", 200, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Key"), "key", 110, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Serial number"), "serial", 120, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Firmware"), "firmware", 90, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Site"), "site", 90, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Room"), "room", 90, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Rack"), "rack", 90, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Slot"), "slot", 70, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Capabilities"), "capabilities", 140, false},
    {QT_TRANSLATE_NOOP("DeviceColumns", "Owner"), "owner", 110, false},
};
static_assert(std::size(facts) == columnTotal);

QString tr(const char* text) {
    return QCoreApplication::translate("DeviceColumns", text);
}

const ColumnFacts& factsOf(int column) {
    return facts[static_cast<std::size_t>(column)];
}

QString stateText(const DeviceRow& row) {
    const QString word = widgets::lookOf(row.state).word;
    if (row.flapping)
        return tr("%1, flapping").arg(word);
    return row.unmonitored && row.state == DeviceState::available ? tr("%1, unmonitored").arg(word) : word;
}

QString runText(const DeviceRow& row) {
    if (row.percent >= 0)
        return tr("#%1, %2 %").arg(row.runNumber).arg(row.percent);
    if (row.runNumber > 0)
        return tr("#%1").arg(row.runNumber);
    return row.lastRunFailed ? widgets::lastRunFailedLook().word : QString();
}

} // namespace

QString columnHeading(int column) {
    return column >= 0 && column < columnTotal ? tr(factsOf(column).heading) : QString();
}

QLatin1String columnWord(int column) {
    return QLatin1String(factsOf(column).word);
}

int columnOf(const QString& word) {
    for (int column = 0; column < columnTotal; ++column)
        if (word == columnWord(column))
            return column;
    return -1;
}

int columnWidth(int column) {
    return factsOf(column).width;
}

bool isShownAtFirst(int column) {
    return factsOf(column).shown;
}

QString columnText(const DeviceRow& row, int column) {
    switch (column) {
    case NameColumn:
        return row.name;
    case StateColumn:
        return stateText(row);
    case SinceColumn:
        return row.since.ms > 0 ? widgets::dateTimeText(row.since) : QString();
    case ModelColumn:
        return row.model;
    case TypeColumn:
        return row.type;
    case LocationColumn:
        return row.location();
    case TagsColumn:
        return row.tags;
    case RunColumn:
        return runText(row);
    case HolderColumn:
        return row.holder;
    case NoteColumn:
        return row.note;
    case KeyColumn:
        return row.key;
    case SerialColumn:
        return row.serial;
    case FirmwareColumn:
        return row.firmware;
    case SiteColumn:
        return row.site;
    case RoomColumn:
        return row.room;
    case RackColumn:
        return row.rack;
    case SlotColumn:
        return row.slot;
    case CapabilitiesColumn:
        return row.capabilities.join(QStringLiteral(", "));
    case OwnerColumn:
        return row.owner;
    default:
        return {};
    }
}

SortKey columnKey(const DeviceRow& row, int column) {
    switch (column) {
    case NameColumn:
        return {0, row.sortKey};
    case StateColumn:
        return {static_cast<int>(row.state), {}};
    case SinceColumn:
        return {row.since.ms, {}};
    case RunColumn:
        return {row.runNumber > 0 ? row.runNumber : row.lastRunFailed ? 1 : 0, {}};
    default:
        return {0, naturalKey(columnText(row, column))};
    }
}

} // namespace labwarden::board

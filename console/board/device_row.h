// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/test_run.h"

#include <QString>
#include <QStringList>

#include <string>

namespace labwarden::board {

/// A device as the board shows it: everything a tile or a table row needs, worked out once when the device
/// changes and not whenever it is painted. A plain value.
struct DeviceRow {
    std::string id;
    QString name, model, type, rack;
    QString place; ///< site and room, "Berlin, Lab B"
    QString site, room;
    QString slot;
    QString tags; ///< joined with ", ", in order
    QString key, serial, firmware, owner;
    QStringList tagList, capabilities; ///< in order
    DeviceState state = DeviceState::available;
    bool lastRunFailed = false;
    bool unmonitored = false;
    bool flapping = false; ///< it comes and goes; until `flappingUntil`, unless it is lost again
    Timestamp flappingUntil;
    bool watched = false; ///< by the person who looks
    std::string runId;    ///< of the run that holds it, or of the last one that failed; empty otherwise
    std::int64_t runNumber = 0;
    int percent = -1; ///< of the run under way; -1 when not known
    QString holder;   ///< who started that run
    QString by;       ///< who has it: who started that run, or who took it out of service
    QString note;     ///< why it is out of service
    Timestamp since;  ///< of the state
    QString sortKey;  ///< orders names as people do: r2 before r10
    QString value;    ///< the newest of the chosen metric, "36.0 °C"; empty without one
    QString words;    ///< lower case: everything the text filter looks into

    bool operator==(const DeviceRow&) const = default;

    /// "Rack 07, slot 3, Berlin, Lab B"
    QString location() const;
};

/// `run` is the one that holds the device, where the store knows it; `now` decides whether it is flapping.
DeviceRow rowOf(const Device& device, const TestRun* run, Timestamp now = Timestamp::now());

/// "Rack 07" for "07" and for "Rack 07"; a rack that has a name of its own ("this machine") keeps it.
QString rackTitle(const QString& rack);

/// A key whose plain comparison orders numbers within texts by value and ignores case.
QString naturalKey(const QString& text);

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/widgets/state_look.h"

#include <QList>
#include <QPair>
#include <QString>

/// What the panel of a device says, as plain functions.
namespace labwarden::board {

/// "since 14:02 · 28 m 04 s"; with the day where that is another one.
QString sinceText(Timestamp since, Timestamp now);
/// "at 14:02", "at 14:02 on 29.11.26".
QString momentText(Timestamp at, Timestamp now);

/// Something about a device beside its state, with what it means.
struct DeviceRemark {
    widgets::StateLook look; ///< its word is a short name: "Flapping"
    QString meaning;         ///< one sentence
};
/// Flapping, unmonitored: what else there is to know before one trusts the device.
QList<DeviceRemark> remarksOf(const DeviceDetail& device, Timestamp now);

/// "Step 4 of 6 · Load 80 % at 45 °C"; why there is none yet before a runner has it.
QString stepText(const HoldingRun& run);
/// "Ends by 15:20 at most · in 47 m"; empty when nobody knows.
QString untilText(const HoldingRun& run, Timestamp now);

/// Everything that people say of it, each with its caption; what is empty is left out. Notes are apart.
QList<QPair<QString, QString>> factsOf(const DeviceDetail& device, Timestamp now);

/// "labwarden://device/<key>"
QString linkOf(const DeviceFacts& device);

/// Its name, or its key where it has none.
QString nameOf(const DeviceFacts& device);

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QTableView;

/// How a table of devices is arranged, in words that can be kept.
namespace labwarden::board {

/// The columns that it shows from left to right: "name state rack". `table` is of a model with DeviceColumns.
QString columnsOf(const QTableView& table);
/// "rack", or "-since" for descending.
QString sortOf(const QTableView& table);
/// Words that are not known are passed over; names are shown in any case. Empty: as it is.
void arrange(QTableView& table, const QString& columns, const QString& sort);

} // namespace labwarden::board

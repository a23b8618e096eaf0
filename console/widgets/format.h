// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <QString>

#include <chrono>

namespace labwarden::widgets {

/// "42 s", "6 m 10 s", "2 h 05 m", "3 d 4 h"; a negative duration counts as none.
QString durationText(std::chrono::milliseconds duration);
/// The time of day on this machine's clock, "14:02:18".
QString timeText(Timestamp at);
/// Day and time on this machine's clock, in its language's short form.
QString dateTimeText(Timestamp at);
/// A measured value with its unit, to four digits: "71.4 °C", "85.04 %", "100 %"; "–" for none.
QString valueText(double value, const QString& unit);
/// The words as a sentence of their own: "must be a number" becomes "Must be a number."; empty stays empty.
QString sentenceText(const QString& words);
/// A program by what it calls itself in its requests: "Labwarden console 0.2.0" for "labwarden/0.2.0", others
/// as they are.
QString programText(const QString& userAgent);
/// A whole number with its thousands apart, "10 000", the gap not breaking.
QString countText(qint64 count);

} // namespace labwarden::widgets

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <QString>

#include <vector>

namespace labwarden::widgets {

struct ValueTick {
    double value = 0;
    QString label;
};

struct TimeTick {
    Timestamp at;
    QString label;
};

/// Round values within `lowest` to `highest`, about `wanted` of them, labelled with as many digits as they
/// need.
std::vector<ValueTick> valueTicks(double lowest, double highest, int wanted);

/// Full steps of local time (1 s to days) within `from` to `to`, at most `most` of them; seconds are shown
/// only where the step is less than a minute, the day only where it is days.
std::vector<TimeTick> timeTicks(Timestamp from, Timestamp to, int most);

/// `lowest` to `highest` widened to round values with a little air, never empty.
struct ValueRange {
    double lowest = 0, highest = 1;
};
ValueRange roundRange(double lowest, double highest);

} // namespace labwarden::widgets

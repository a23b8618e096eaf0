// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string_view>

namespace labwarden::criteria {

/// How a number in one unit becomes a number in another: value * multiply / divide. Kept as two factors, so
/// that powers of ten stay exact.
struct Conversion {
    double multiply = 1, divide = 1;
    double operator()(double value) const { return multiply == divide ? value : value * multiply / divide; }
    Conversion inverse() const { return {divide, multiply}; }
};

/// From one unit into another. Units that differ in SI prefix (mV and V), binary prefix (KiB and B), or the
/// common words for time (min, h) convert; so do their quotients (km/h and m/s). A unit that is not known
/// converts into itself alone. Nothing when they do not fit, as °C and K, % and no unit.
std::optional<Conversion> conversion(std::string_view from, std::string_view to);

/// Seconds in one of this unit; nothing when it is no unit of time.
std::optional<double> secondsIn(std::string_view unit);

} // namespace labwarden::criteria

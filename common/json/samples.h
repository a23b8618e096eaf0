// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"
#include "common/json/reader.h"

#include <vector>

/// Samples and stretches of time as JSON has them, short because there are many; for sources of common alone.
namespace labwarden {

/// [[milliseconds, value], …], at most a million.
struct Points {
    std::vector<Sample>& samples;
};
void readValue(const wire::Node& node, Points& out);
boost::json::array jsonOf(const std::vector<Sample>& samples);

/// [[milliseconds, milliseconds], …], at most ten thousand.
struct Gaps {
    std::vector<TelemetryGap>& gaps;
};
void readValue(const wire::Node& node, Gaps& out);
boost::json::array jsonOf(const std::vector<TelemetryGap>& gaps);

} // namespace labwarden

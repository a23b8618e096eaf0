// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "server/devices/messages.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// InfluxDB line protocol as devices may send it (server/devices/MQTT.md). Pure functions, any thread.
namespace labwarden::telemetry {

/// What a timestamp counts.
enum class Precision { ns, us, ms, s };
/// "ns", "us" (or "u"), "ms", "s"; nothing for anything else.
std::optional<Precision> precisionOf(std::string_view name);

inline constexpr std::size_t maxFaults = 100; ///< told of one input; there may be more

/// One reading a line, in their order; blank lines and comments (#) give none. The measurement is read over,
/// and so are tags, but for a tag `device`, which must be `deviceKey`. Fields must be named as metrics are
/// and be finite numbers: 1, 1.5e3, 12i, 12u. Nanoseconds and microseconds are cut to milliseconds. Every
/// faulty line is in `faults`, at `/lines/<number from 1>`, with nothing of its text; the readings are worth
/// nothing then. No line at all is a fault.
std::vector<devices::Reading> readLines(std::string_view text, std::string_view deviceKey,
                                        Precision precision, std::size_t maxLines,
                                        std::vector<Fault>& faults);

} // namespace labwarden::telemetry

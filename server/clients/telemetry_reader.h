// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"
#include "server/clients/influx.h"

#include <optional>
#include <string>
#include <vector>

namespace labwarden::clients {

/// How telemetry lies in InfluxDB (server/devices/MQTT.md): the one place that knows, for writers and
/// readers.
struct TelemetryPoint {
    std::string device; ///< key
    Timestamp at;
    std::vector<std::pair<std::string, double>> values;
    bool clockOff = false; ///< `at` is the arrival time, because the device's own was off
};
std::string lineOf(const TelemetryPoint& point);

/// Reads telemetry. Thread, deadline and errors are those of the InfluxClient it is made with.
class TelemetryReader {
public:
    explicit TelemetryReader(InfluxClient& influx) : m_influx(influx) {}

    /// All samples of a metric with `after` < time <= `to`, oldest first, at most `limit` (then call again
    /// from the last).
    std::vector<Sample> samples(const std::string& device, const std::string& metric, Timestamp after,
                                Timestamp to, std::size_t limit = 50'000);
    /// Thinned to the minimum and the maximum of each of `buckets` equal parts of [from, to): at most 2 *
    /// buckets points, oldest first, at the moments where they were measured. Above 100,000 samples InfluxDB
    /// does the grouping, which knows no moments within a part: the minimum then stands at its start, the
    /// maximum in its middle.
    std::vector<Sample> thinned(const std::string& device, const std::string& metric, Timestamp from,
                                Timestamp to, int buckets);
    /// The moment of the newest stored point of any metric; nothing when there is none.
    std::optional<Timestamp> newest(const std::string& device);
    /// Names of the metrics that a device has sent in the last 30 days, in alphabetical order.
    std::vector<std::string> metrics(const std::string& device);

private:
    std::vector<Sample> groupedHere(const std::string& device, const std::string& metric, Timestamp from,
                                    Timestamp to, std::int64_t width);
    std::vector<Sample> groupedByInflux(const std::string& metric, const std::string& range, Timestamp from,
                                        std::int64_t width);

    InfluxClient& m_influx;
};

} // namespace labwarden::clients

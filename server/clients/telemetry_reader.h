// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"
#include "server/clients/influx.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
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

struct ThinnedSamples {
    std::vector<Sample> samples;
    std::chrono::milliseconds part{0}; ///< how long each part is; 0: these are all there are
};

/// Reads telemetry. Thread, deadline and errors are those of the InfluxClient it is made with.
class TelemetryReader {
public:
    explicit TelemetryReader(InfluxClient& influx) : m_influx(influx) {}

    /// All samples of a metric with `after` < time <= `to`, oldest first, at most `limit` (then call again
    /// from the last).
    std::vector<Sample> samples(const std::string& device, const std::string& metric, Timestamp after,
                                Timestamp to, std::size_t limit = 50'000);
    /// All samples of a metric in [from, to], oldest first, page by page; `next` is asked before each page
    /// and may throw.
    std::vector<Sample> allSamples(const std::string& device, const std::string& metric, Timestamp from,
                                   Timestamp to, const std::function<void()>& next = {});
    /// How many samples of these metrics there are in [from, to], all together.
    std::int64_t count(const std::string& device, const std::vector<std::string>& metrics, Timestamp from,
                       Timestamp to);
    /// Of each metric, in their order: every sample in [from, to) if there are at most 2 * buckets, else the
    /// minimum and the maximum of each of `buckets` equal parts; oldest first, each at the moment where it
    /// was measured. A part without samples gives none. One request, however many samples there are.
    std::vector<ThinnedSamples> thinned(const std::string& device, const std::vector<std::string>& metrics,
                                        Timestamp from, Timestamp to, int buckets);
    /// The moment of the newest stored point of any metric; nothing when there is none.
    std::optional<Timestamp> newest(const std::string& device);
    /// Likewise, of any device.
    std::optional<Timestamp> newest();
    /// Names of the metrics that a device has sent in the last 30 days, in alphabetical order.
    std::vector<std::string> metrics(const std::string& device);

    /// The newest sample of a metric of every device that has sent one since then, by key.
    std::map<std::string, Sample> latest(const std::string& metric, Timestamp since);

private:
    InfluxClient& m_influx;
};

} // namespace labwarden::clients

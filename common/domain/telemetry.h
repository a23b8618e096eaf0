// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden {

/// What a device says of one of its metrics (topic `meta`).
struct Metric {
    std::string name; ///< [a-z][a-z0-9_]*
    std::string unit;
    int intervalMs = 1000;
};
BOOST_DESCRIBE_STRUCT(Metric, (), (name, unit, intervalMs))

struct Sample {
    Timestamp at;
    double value = 0;
};

/// A time without samples, from the last before it to the first after it.
struct TelemetryGap {
    Timestamp from, to;
};

/// `GET /devices/{id}/telemetry?metric=&from=&to=&points=`: thinned to minimum and maximum of each bucket.
/// In JSON `points` is [[ms, value], …].
struct TelemetrySeries {
    std::string device, metric, unit;
    std::vector<Sample> points;
    std::vector<TelemetryGap> gaps; ///< where the device should have sent more; in JSON [[ms, ms], …]
};
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const TelemetrySeries& series);

/// The newest value that a device has sent of a metric, as long as it is new enough to be shown as how things
/// stand.
struct LatestValue {
    std::string deviceId; ///< UUID
    Timestamp at;
    double value = 0;
    std::string unit;
};
BOOST_DESCRIBE_STRUCT(LatestValue, (), (deviceId, at, value, unit))

/// A metric of the lab: by how many devices it is sent, and in which unit by most of them.
struct LabMetric {
    std::string name, unit;
    std::int64_t devices = 0;
};
BOOST_DESCRIBE_STRUCT(LabMetric, (), (name, unit, devices))

} // namespace labwarden

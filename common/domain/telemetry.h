// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>

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

/// `GET /devices/{id}/telemetry?metric=&from=&to=&points=`: thinned to minimum and maximum of each bucket.
/// In JSON `points` is [[ms, value], …].
struct TelemetrySeries {
    std::string device, metric, unit;
    std::vector<Sample> points;
};
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const TelemetrySeries& series);

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/telemetry.h"

#include <boost/json/value.hpp>

namespace labwarden {

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const TelemetrySeries& series) {
    boost::json::array points;
    points.reserve(series.points.size());
    for (const Sample& sample : series.points)
        points.emplace_back(boost::json::array{sample.at.ms, sample.value});
    out = {{"device", series.device},
           {"metric", series.metric},
           {"unit", series.unit},
           {"points", std::move(points)}};
}

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/telemetry.h"

#include "common/json/samples.h"

#include <boost/json/value.hpp>

namespace labwarden {

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const TelemetrySeries& series) {
    out = {{"device", series.device},
           {"metric", series.metric},
           {"unit", series.unit},
           {"points", jsonOf(series.points)},
           {"gaps", jsonOf(series.gaps)}};
}

} // namespace labwarden

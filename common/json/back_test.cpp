// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "common/json/samples.h"

namespace labwarden {

using wire::Items;
using wire::Range;

void readFields(wire::Fields& in, BackTestRequest& out) {
    in.required("deviceId", out.deviceId, wire::Uuid{});
    in.optional("from", out.from);
    in.optional("to", out.to);
    in.required("criteria", out.criteria, Items{.max = back_test::mostCriteria, .min = 1});
    in.optional("parameters", out.parameters, Items{.max = 64});
    in.optional("parameterValues", out.parameterValues);
    in.optional("points", out.points, Range{.min = 0, .max = back_test::mostPoints});
    if (in.policy().meaning)
        in.check(faultsOf(out));
}

namespace criteria {
static void readFields(wire::Fields& in, BrokenSpan& out) {
    in.required("from", out.from);
    in.required("to", out.to);
    in.required("worst", out.worst);
    in.required("at", out.at);
}
} // namespace criteria

void readFields(wire::Fields& in, BackTestResult& out) {
    in.required("expression", out.expression);
    in.optional("metric", out.metric);
    in.required("verdict", out.verdict);
    in.optional("value", out.value);
    in.optional("unit", out.unit);
    in.optional("limit", out.limit);
    in.optional("at", out.at);
    in.optional("message", out.message);
    in.optional("seen", out.seen);
    in.required("from", out.from);
    in.required("to", out.to);
    in.optional("broken", out.broken, Items{.max = 10'000});
    in.optional("isWholeStep", out.isWholeStep);
    in.optional("isJoined", out.isJoined);
    Gaps gaps{out.gaps};
    in.optional("gaps", gaps);
    Points measured{out.measured};
    in.optional("measured", measured);
}

void readFields(wire::Fields& in, BackTestAnswer& out) {
    in.required("device", out.device);
    in.required("from", out.from);
    in.required("to", out.to);
    in.required("results", out.results, Items{.max = 10'000});
    in.optional("series", out.series, Items{.max = 1000});
}

} // namespace labwarden

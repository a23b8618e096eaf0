// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::telemetry {

class QueryService;

/// `GET /api/v1/devices/{id}/telemetry` and `…/metrics`. The service outlives them.
std::vector<http::Route> telemetryRoutes(QueryService& service);

} // namespace labwarden::telemetry

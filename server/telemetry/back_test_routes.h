// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::telemetry {

class QueryService;

/// `POST /api/v1/test-cases/back-test`: criteria on telemetry that is there. `service` outlives the route.
std::vector<http::Route> backTestRoutes(QueryService& service);

} // namespace labwarden::telemetry

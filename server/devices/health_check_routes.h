// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::devices {

class HealthChecks;

/// /api/v1/health-checks, and asking for the check of one device. The checks outlive the routes.
std::vector<http::Route> healthCheckRoutes(HealthChecks& checks);

} // namespace labwarden::devices

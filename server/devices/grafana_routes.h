// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <string>
#include <vector>

namespace labwarden::devices {

class Registry;

/// Where a device's telemetry stands in Grafana. `urlTemplate` with {device}, {from} and {to}; empty: there
/// is no Grafana, and the route answers with an empty URL. The registry outlives the routes.
std::vector<http::Route> grafanaRoutes(Registry& registry, std::string urlTemplate);

} // namespace labwarden::devices

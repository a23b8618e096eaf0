// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::telemetry {

class Latest;

/// `latest` outlives the routes.
std::vector<http::Route> latestRoutes(Latest& latest);

} // namespace labwarden::telemetry

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::runs {

class RunService;

/// The routes below /api/v1/test-runs, and the forced release of a device. The service outlives them. Changes
/// are answered with the run's own fields and `events`, the parts that changed with their versions.
std::vector<http::Route> runRoutes(RunService& service);

} // namespace labwarden::runs

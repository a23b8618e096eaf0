// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::telemetry {

class Ingest;

/// `GET /api/v1/telemetry/status`. What is named outlives them.
std::vector<http::Route> ingestRoutes(Ingest& ingest);

} // namespace labwarden::telemetry

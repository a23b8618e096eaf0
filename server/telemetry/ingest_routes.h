// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::telemetry {

class Ingest;
class Submissions;

/// `GET /api/v1/telemetry/status` and `POST /api/v1/devices/{id}/telemetry`. Both outlive them.
std::vector<http::Route> ingestRoutes(Ingest& ingest, Submissions& submissions);

} // namespace labwarden::telemetry

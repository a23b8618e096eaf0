// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::devices {

class History;

/// What became of devices, and how they spent their time. `history` must outlive the routes.
std::vector<http::Route> historyRoutes(History& history);

} // namespace labwarden::devices

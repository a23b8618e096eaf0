// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::devices {

class Maintenance;
class Registry;

/// The registry, and maintenance; the list of all devices is the board's. The services must outlive the
/// routes.
std::vector<http::Route> routes(Registry& registry, Maintenance& maintenance);

} // namespace labwarden::devices

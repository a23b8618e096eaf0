// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::devices {

class Maintenance;
class Registry;
class Unregistered;

/// The registry, maintenance, and devices that wait to be registered; the list of all devices is the board's.
/// The services must outlive the routes.
std::vector<http::Route> routes(Registry& registry, Maintenance& maintenance, Unregistered& unregistered);

} // namespace labwarden::devices

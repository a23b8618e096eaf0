// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::devices {

class Registry;

/// Registering and reading single devices; the list of all is the board's. `registry` must outlive the
/// routes.
std::vector<http::Route> routes(Registry& registry);

} // namespace labwarden::devices

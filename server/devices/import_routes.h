// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::devices {

class Import;

/// Descriptions of many devices in and out. `import` must outlive the routes.
std::vector<http::Route> importRoutes(Import& import);

} // namespace labwarden::devices

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <functional>
#include <string>
#include <vector>

namespace labwarden {

/// Something the server leans on: its name as answers have it, and whether it answers now (must not block).
struct Dependency {
    std::string name;
    std::function<bool()> up;
    bool essential = false; ///< without it nothing works
};

/// GET /healthz: the process lives. GET /readyz: which dependency is down; 503 while an essential one is.
std::vector<http::Route> healthRoutes(std::vector<Dependency> dependencies);

} // namespace labwarden

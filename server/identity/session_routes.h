// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class Sessions;

/// What admins do with the sessions of others. `sessions` must outlive the routes.
std::vector<http::Route> sessionRoutes(Sessions& sessions);

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class ApiKeys;

/// `keys` must outlive the routes.
std::vector<http::Route> apiKeyRoutes(ApiKeys& keys);

} // namespace labwarden::identity

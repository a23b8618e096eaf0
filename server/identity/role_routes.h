// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class Roles;

/// Roles and the permissions they are made of. The service must outlive the routes.
std::vector<http::Route> roleRoutes(Roles& roles);

} // namespace labwarden::identity

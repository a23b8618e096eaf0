// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class Users;

/// People as admins change them, and one's own profile. The service must outlive the routes.
std::vector<http::Route> userRoutes(Users& users);

} // namespace labwarden::identity

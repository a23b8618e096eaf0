// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/http/route.h"

#include <string_view>
#include <vector>

/// Everything that can be allowed, once for roles, API keys and routes. A route that asks for something else
/// keeps the server from starting.
namespace labwarden::identity {

/// In the order in which people are shown them: by area, reading first.
const std::vector<Permission>& allPermissions();
bool isPermission(std::string_view name);
/// Whether an API key may have it: whatever decides who may do what is for people alone.
bool isScope(std::string_view name);
/// Throws std::logic_error naming a route that asks for something that is no permission: nobody could ever
/// have it.
void checkPermissions(const std::vector<http::Route>& routes);

} // namespace labwarden::identity

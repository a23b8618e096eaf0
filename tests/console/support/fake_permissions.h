// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"

#include <string>
#include <vector>

namespace labwarden::console::test {

/// What the server of tests knows as permissions, in its order.
std::vector<Permission> allPermissions();
std::vector<std::string> permissionNames();

} // namespace labwarden::console::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::environments {

class ConnectionTests;
class Environments;

/// The services must outlive the routes.
std::vector<http::Route> routes(Environments& environments, ConnectionTests& connectionTests);

} // namespace labwarden::environments

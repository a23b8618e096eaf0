// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class JsonWebTokens;

/// A session is exchanged for a JSON Web Token; the keys that prove such. `tokens` must outlive the routes.
std::vector<http::Route> tokenRoutes(const JsonWebTokens& tokens);

} // namespace labwarden::identity

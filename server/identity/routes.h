// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class Passwords;
class Sessions;

/// Log-in, log-out, who am I, my password, my sessions. What they use must outlive the routes.
std::vector<http::Route> routes(Sessions& sessions, Passwords& passwords);

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::board {

class Board;

/// GET /api/v1/devices and GET /api/v1/events. The board outlives them.
std::vector<http::Route> routes(Board& board);

} // namespace labwarden::board

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/snapshot.h"
#include "server/http/request.h"
#include "server/http/response.h"

namespace labwarden::board {

/// The board in the encoding that the request accepts, or 304 when the reader has it already.
http::Response boardAnswer(const http::Request& request, const RenderedBoard& board);

} // namespace labwarden::board

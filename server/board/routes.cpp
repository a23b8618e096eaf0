// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/routes.h"

#include "server/board/board.h"

namespace labwarden::board {

std::vector<http::Route> routes(Board& board) {
    using http::RequestPtr;
    using http::Responder;
    return {
        {http::Method::Get, "/api/v1/devices", http::Session{"devices:read"},
         [&board](const RequestPtr& request, const Responder& responder) {
             board.devices(request, responder);
         },
         "The board - all devices, and the cursor at which this is true", http::RunOn::Inline},
        {http::Method::Get, "/api/v1/events", http::Anyone{},
         [&board](const RequestPtr& request, const Responder& responder) {
             board.feed().poll(request, responder);
         },
         "What changed after a cursor: a long poll", http::RunOn::Inline},
    };
}

} // namespace labwarden::board

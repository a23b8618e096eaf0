// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/route.h"

namespace labwarden::http {

Handler answer(std::function<Response(const Request&)> f) {
    return [f = std::move(f)](const RequestPtr& request, const Responder& responder) {
        responder.send(f(*request));
    };
}

} // namespace labwarden::http

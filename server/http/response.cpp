// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/response.h"

namespace labwarden::http {

Response Response::json(int status, const boost::json::value& value) {
    Response response;
    response.status = status;
    response.body = std::make_shared<const std::string>(boost::json::serialize(value));
    return response;
}

} // namespace labwarden::http

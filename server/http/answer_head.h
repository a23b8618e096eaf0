// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/response.h"
#include "server/http/writer.h"

#include <string>
#include <string_view>

namespace labwarden::http {

/// What the request says about how its answer is written.
struct AnswerStyle {
    std::string requestId;
    bool headOnly = false; ///< HEAD: the length of the body, without the body
    bool http10 = false;
    bool keepAlive = true; ///< false: the answer says `Connection: close`
};

/// The answer as it goes over the wire. What the writer rules itself (Content-Length, Connection,
/// Transfer-Encoding, Date, X-Request-Id) and values with line breaks are left out of the response's own
/// headers. Any thread.
Outgoing serialized(const Response& response, const AnswerStyle& style);

} // namespace labwarden::http

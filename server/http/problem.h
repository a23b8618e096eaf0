// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/errors.h"
#include "server/http/response.h"

#include <exception>
#include <string>
#include <string_view>

/// The one place that turns errors into answers (RFC 9457). Pure, any thread.
namespace labwarden::http {

/// Both sides of an error: what the client gets, and what the log keeps. Only the first leaves the house.
struct Failure {
    Response answer;
    std::string logText; ///< empty when the client's answer says it all
};

/// A problem without more than its text. `detail` is for the client.
Response problem(int status, const PublicText& detail, std::string_view requestId);

/// A ServiceError becomes its own status; whatever else was thrown, `throw 42` too, becomes a 500 that says
/// nothing.
Failure failureOf(std::exception_ptr error, std::string_view requestId);

/// "Not Found" for 404; "Error" for a status without a name here.
std::string_view reasonPhrase(int status);

} // namespace labwarden::http

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"

#include <boost/json/value.hpp>

namespace labwarden::console {

/// The error of an answer with an HTTP status of 400 or more. `body` is the problem document (RFC 9457) where
/// the server sent one; anything else, a proxy's page for instance, gets words of our own.
ApiError errorOfAnswer(int status, const boost::json::value& body);

} // namespace labwarden::console

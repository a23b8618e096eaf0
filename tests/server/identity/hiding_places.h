// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/server/support/services.h"

#include <string>
#include <vector>

namespace labwarden::test {

/// The tables of the schema in which a text stands somewhere, as it is or in hexadecimal or base64.
std::vector<std::string> tablesWith(const TestSchema& schema, const std::string& text);

/// Everything under the prefix, of whatever kind, names and values, as one text.
std::string everythingIn(const TestRedis& redis);

/// Takes all messages out of a queue: their bodies as one text.
std::string everythingInQueue(const std::string& queue);

} // namespace labwarden::test

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What stands in a request target, decoded. Pure functions.
namespace labwarden::http {

/// Percent-decoded text; nothing for a broken escape, a control character or bytes that are not UTF-8, so
/// that such text never gets as far as a database. A "+" stays a plus sign (RFC 3986).
std::optional<std::string> decoded(std::string_view text);

/// The other way: what may stand in a name or a value of a query, everything but letters, digits and -._~
/// escaped.
std::string encoded(std::string_view text);

/// The segments of a path that begins with "/", decoded one by one: an escaped slash does not divide. "/a/"
/// has an empty last segment. Nothing when a segment cannot be decoded.
std::optional<std::vector<std::string>> segmentsOf(std::string_view path);

/// name=value pairs in their order; a name without "=" has an empty value. Nothing when a part cannot be
/// decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> queryOf(std::string_view query);

} // namespace labwarden::http

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

/// Session tokens and the secrets of API keys. Each is known to its owner alone; the server keeps its hash,
/// which names the session or key and is no secret.
namespace labwarden::identity {

/// 256 random bits, base64url: 43 characters.
std::string newToken();
/// Whether `token` could be one of ours; anything else needs no look-up.
bool isToken(std::string_view token);
/// "lwk_" and 256 random bits, base64url: 47 characters. The beginning tells people, and programs that look
/// for secrets, what it is.
std::string newKeySecret();
bool isKeySecret(std::string_view text);
/// BLAKE2b-256 of a text, 64 hex digits.
std::string hashOf(std::string_view text);
/// Whether `text` could be what hashOf() has made.
bool isHash(std::string_view text);

} // namespace labwarden::identity

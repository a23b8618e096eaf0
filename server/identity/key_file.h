// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace labwarden::identity {

/// 32 bytes that only the lab's servers know.
using SecretKey = std::array<unsigned char, 32>;

/// The keys in a file that only its owner may read (0600 or stricter): one a line, base64url, 1 to 10, the
/// one that is used for what is new first. Throws std::runtime_error naming `what` they are, the file and
/// what is wrong with it, and nothing of what is in it.
std::vector<SecretKey> readKeyFile(const std::filesystem::path& file, const std::string& what);

} // namespace labwarden::identity

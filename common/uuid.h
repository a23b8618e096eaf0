// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace labwarden {

/// UUIDs as text in the canonical lower-case form. The random bytes come from the caller, so these stay pure
/// functions.

/// A random one (version 4).
std::string uuidV4(std::span<const std::byte, 16> random);
/// One that sorts by time (version 7): 48 bits of milliseconds, then the random ones.
std::string uuidV7(Timestamp at, std::span<const std::byte, 10> random);
/// Whether `text` is 8-4-4-4-12 hexadecimal digits, of either case and any version.
bool isUuid(std::string_view text);

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/uuid.h"

#include <array>
#include <cstddef>
#include <random>
#include <string>

namespace labwarden::runner {

/// From the system's source of randomness. Any thread.
inline std::string randomUuid() {
    std::random_device source;
    std::array<std::byte, 16> bytes{};
    for (std::byte& b : bytes)
        b = static_cast<std::byte>(source() & 0xff);
    return uuidV4(bytes);
}

} // namespace labwarden::runner

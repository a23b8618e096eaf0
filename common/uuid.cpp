// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/uuid.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace labwarden {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr bool dashBefore(std::size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

std::string finish(Bytes bytes, std::uint8_t version) {
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | (version << 4));
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (dashBefore(i))
            out += '-';
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 0x0f];
    }
    return out;
}

} // namespace

std::string uuidV4(std::span<const std::byte, 16> random) {
    Bytes bytes{};
    std::ranges::transform(random, bytes.begin(),
                           [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return finish(bytes, 4);
}

std::string uuidV7(Timestamp at, std::span<const std::byte, 10> random) {
    Bytes bytes{};
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(at.ms, 0));
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    std::ranges::transform(random, bytes.begin() + 6,
                           [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return finish(bytes, 7);
}

bool isUuid(std::string_view text) {
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}

} // namespace labwarden

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/token.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace labwarden::identity {

namespace {

constexpr std::size_t tokenBytes = 32;
constexpr std::size_t tokenLength = 43;
constexpr std::string_view keyPrefix = "lwk_";

void needSodium() {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium has no source of random numbers");
}

} // namespace

std::string newToken() {
    needSodium();
    std::array<unsigned char, tokenBytes> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, tokenLength + 1> text{};
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

bool isToken(std::string_view token) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return token.size() == tokenLength && std::ranges::all_of(token, allowed);
}

std::string newKeySecret() {
    return std::string(keyPrefix) + newToken();
}

bool isKeySecret(std::string_view text) {
    return text.starts_with(keyPrefix) && isToken(text.substr(keyPrefix.size()));
}

std::string hashOf(std::string_view text) {
    needSodium();
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), nullptr, 0);
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

bool isHash(std::string_view text) {
    return text.size() == 64 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace labwarden::identity

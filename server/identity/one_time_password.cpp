// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/one_time_password.h"

#include <sodium.h>

#include <stdexcept>
#include <string_view>

namespace labwarden::identity {

namespace {

/// No vowels, so that no words come about; none of 0 1 2 5 6 g i l o q s u z.
constexpr std::string_view alphabet = "bcdfhjkmnprtvwxy34789";
constexpr int groups = 5, groupLength = 4;

} // namespace

std::string newOneTimePassword() {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium has no source of random numbers");
    std::string password;
    password.reserve(groups * (groupLength + 1));
    for (int i = 0; i < groups * groupLength; ++i) {
        if (i > 0 && i % groupLength == 0)
            password += '-';
        password += alphabet[randombytes_uniform(alphabet.size())];
    }
    return password;
}

} // namespace labwarden::identity

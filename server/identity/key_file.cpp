// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/key_file.h"

#include "server/identity/private_file.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace labwarden::identity {

namespace {
constexpr std::size_t mostKeys = 10;
}

std::vector<SecretKey> readKeyFile(const std::filesystem::path& file, const std::string& what) {
    const auto fault = [&](const std::string& why) {
        return std::runtime_error(what + " " + file.string() + ": " + why);
    };
    std::string text = readPrivateFile(file);
    std::vector<SecretKey> keys;
    int number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.empty())
            continue;
        std::size_t size = 0;
        if (sodium_base642bin(keys.emplace_back().data(), sizeof(SecretKey), line.data(), line.size(),
                              nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
            size != sizeof(SecretKey))
            throw fault("line " + std::to_string(number) + " is not 32 bytes as base64url");
    }
    if (keys.empty() || keys.size() > mostKeys)
        throw fault("must hold one key a line, 1 to " + std::to_string(mostKeys));
    sodium_memzero(text.data(), text.size());
    return keys;
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/callback_tokens.h"

#include <sodium.h>
#include <sys/stat.h>

#include <charconv>
#include <fstream>
#include <stdexcept>

namespace labwarden::runs {

CallbackTokens CallbackTokens::fromFile(const std::filesystem::path& file) {
    const auto fault = [&](const char* what) {
        return std::runtime_error("callback key " + file.string() + ": " + what);
    };
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        throw fault("cannot be read");
    if ((status.st_mode & 077) != 0)
        throw fault("others may read it; it must have mode 0600");
    std::ifstream in(file, std::ios::binary);
    Key key;
    if (!in.read(reinterpret_cast<char*>(key.data()), key.size()) ||
        in.peek() != std::ifstream::traits_type::eof())
        throw fault("must hold exactly 32 bytes");
    return CallbackTokens(key);
}

std::string CallbackTokens::make(std::string_view runId, int attempt) const {
    const std::string number = std::to_string(attempt);
    const std::string subject = "labwarden callback " + std::string(runId) + " " + number;
    std::array<unsigned char, 32> mac;
    crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(subject.data()),
                       subject.size(), m_key.data(), m_key.size());
    std::array<char, 2 * mac.size() + 1> hex;
    sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
    return number + "." + hex.data();
}

std::optional<int> CallbackTokens::attemptOf(std::string_view runId, std::string_view token) const {
    int attempt = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), attempt);
    if (error != std::errc() || attempt < 1)
        return std::nullopt;
    const std::string expected = make(runId, attempt);
    if (token.size() != expected.size() || sodium_memcmp(token.data(), expected.data(), expected.size()) != 0)
        return std::nullopt;
    return attempt;
}

} // namespace labwarden::runs

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace labwarden::runs {

/// The tokens by which attempts prove themselves: "<attempt>.<keyed BLAKE2b over run and attempt, hex>".
/// Nothing is stored; every server with the same key makes and knows the same tokens. Immutable; any thread.
class CallbackTokens {
public:
    using Key = std::array<unsigned char, 32>;

    explicit CallbackTokens(const Key& key) : m_key(key) {}
    /// The key in a file of exactly 32 bytes that only its owner may read. Throws std::runtime_error naming
    /// the file and what is wrong with it.
    static CallbackTokens fromFile(const std::filesystem::path& file);

    std::string make(std::string_view runId, int attempt) const;
    /// The attempt of that run which the token proves; nothing for any other text. Takes the same time for
    /// each wrong one.
    std::optional<int> attemptOf(std::string_view runId, std::string_view token) const;

private:
    Key m_key;
};

} // namespace labwarden::runs

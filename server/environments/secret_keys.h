// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/key_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::environments {

/// Seals the values of secret variables, so that PostgreSQL and its backups have none to tell: XChaCha20 with
/// Poly1305 (libsodium), bound to the environment and the variable, so that a sealed value is good nowhere
/// else. Immutable; any thread.
class SecretKeys {
public:
    /// The first key seals, all open; without keys no secret can be kept. (README.md says how a key is
    /// replaced.)
    explicit SecretKeys(std::vector<identity::SecretKey> keys = {});
    /// Throws std::runtime_error naming the file and what is wrong with it, also when others than its owner
    /// may read it.
    static SecretKeys fromFile(const std::filesystem::path& file);

    bool any() const { return !m_keys.empty(); }
    /// Hexadecimal: how it is sealed, by which key, the nonce and what was sealed. Two seals of one value
    /// differ. Needs a key.
    std::string seal(const std::string& environmentId, const std::string& name,
                     const std::string& value) const;
    /// The value; nothing when no key here has sealed it, for this environment and variable.
    std::optional<std::string> open(const std::string& environmentId, const std::string& name,
                                    const std::string& sealed) const;
    /// Whether the first key has sealed it.
    bool isByFirst(const std::string& sealed) const;

private:
    std::vector<identity::SecretKey> m_keys;
    std::vector<std::string> m_ids; ///< of the keys: how a sealed value begins, hexadecimal
};

} // namespace labwarden::environments

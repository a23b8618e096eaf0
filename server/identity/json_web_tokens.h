// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/identity/caller.h"
#include "server/identity/key_file.h"

#include <boost/json/value.hpp>

#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace labwarden::identity {

/// Short proofs of who somebody is, for programs that are not ours (Grafana, a gateway): JSON Web Tokens
/// signed with Ed25519 (RFC 8037), checked by anybody with the published keys. This server takes none of them
/// itself. Immutable, any thread.
class JsonWebTokens {
public:
    using Seed = SecretKey;

    static constexpr std::chrono::minutes life{5};

    /// `issuer`: this lab's public URL. The first seed signs, all are published: a new one is put behind the
    /// others first, in front once everybody has read the published keys, and the old one goes when no token
    /// of it is left. Without seeds no tokens are made.
    explicit JsonWebTokens(std::string issuer, const std::vector<Seed>& seeds = {});
    /// One seed a line, base64url. Throws std::runtime_error naming the file and what is wrong with it, also
    /// when others than its owner may read it.
    static JsonWebTokens fromFile(const std::filesystem::path& file, std::string issuer);

    /// For whom `audience` names. Conflict when there are no keys.
    TokenAnswer make(const Caller& caller, const std::string& audience) const;
    /// `{"keys": [...]}`: the public keys.
    const boost::json::value& keySet() const { return m_keySet; }

private:
    std::string m_issuer;
    std::string m_header;                     ///< base64url, of tokens by the first key
    std::array<unsigned char, 64> m_secret{}; ///< of the first key
    boost::json::value m_keySet;
};

} // namespace labwarden::identity

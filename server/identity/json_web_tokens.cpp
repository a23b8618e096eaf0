// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/json_web_tokens.h"

#include "common/timestamp.h"
#include "server/errors.h"
#include "server/identity/key_file.h"
#include "server/identity/token.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <sodium.h>

#include <stdexcept>
#include <string_view>

namespace labwarden::identity {

namespace json = boost::json;

namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string base64url(const unsigned char* bytes, std::size_t size) {
    std::string text(sodium_base64_encoded_len(size, variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, size, variant);
    text.pop_back(); // its own terminating zero
    return text;
}

std::string base64url(std::string_view text) {
    return base64url(reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

/// RFC 7638: the hash of the key's required members, in the order of their names.
std::string thumbprint(const std::string& x) {
    const std::string members = R"({"crv":"Ed25519","kty":"OKP","x":")" + x + R"("})";
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(members.data()), members.size());
    return base64url(hash.data(), hash.size());
}

} // namespace

JsonWebTokens::JsonWebTokens(std::string issuer, const std::vector<Seed>& seeds)
    : m_issuer(std::move(issuer)) {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium cannot be initialised");
    json::array keys;
    for (const Seed& seed : seeds) {
        std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
        std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
        crypto_sign_seed_keypair(open.data(), secret.data(), seed.data());
        const std::string x = base64url(open.data(), open.size());
        const std::string id = thumbprint(x);
        if (keys.empty()) {
            m_secret = secret;
            m_header =
                base64url(json::serialize(json::object{{"alg", "EdDSA"}, {"typ", "JWT"}, {"kid", id}}));
        }
        sodium_memzero(secret.data(), secret.size());
        keys.push_back(
            {{"kty", "OKP"}, {"crv", "Ed25519"}, {"alg", "EdDSA"}, {"use", "sig"}, {"kid", id}, {"x", x}});
    }
    m_keySet = json::object{{"keys", std::move(keys)}};
}

JsonWebTokens JsonWebTokens::fromFile(const std::filesystem::path& file, std::string issuer) {
    std::vector<Seed> seeds = readKeyFile(file, "JWT keys");
    JsonWebTokens tokens(std::move(issuer), seeds);
    sodium_memzero(seeds.data(), seeds.size() * sizeof(Seed));
    return tokens;
}

TokenAnswer JsonWebTokens::make(const Caller& caller, const std::string& audience) const {
    if (m_header.empty())
        throw Conflict(PublicText("This server makes no JSON Web Tokens: its operator has given it no key "
                                  "for them (--jwt-key-file)."));
    const Timestamp now = Timestamp::now();
    const std::int64_t issued = now.ms / 1000;
    const std::int64_t expires = issued + std::chrono::seconds(life).count();
    const json::object claims{{"iss", m_issuer},
                              {"sub", caller.userId},
                              {"aud", audience},
                              {"iat", issued},
                              {"nbf", issued},
                              {"exp", expires},
                              {"jti", newToken()},
                              {"name", caller.displayName},
                              {"preferred_username", caller.username},
                              {"roles", json::value_from(caller.roles)}};
    std::string token = m_header + '.' + base64url(json::serialize(claims));
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(token.data()),
                         token.size(), m_secret.data());
    token += '.' + base64url(signature.data(), signature.size());
    return {std::move(token), Timestamp{expires * 1000}};
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/secret_keys.h"

#include <sodium.h>

#include <stdexcept>

namespace labwarden::environments {

namespace {

constexpr std::size_t nonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t idBytes = 8;
constexpr unsigned char format = 1; ///< the first byte, should it ever be done otherwise
static_assert(std::tuple_size_v<identity::SecretKey> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytesOf(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string hexOf(const std::string& bytes) {
    std::string hex(2 * bytes.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytesOf(bytes), bytes.size());
    hex.pop_back(); // its own terminating zero
    return hex;
}

std::string bytesFrom(const std::string& hex) {
    std::string bytes(hex.size() / 2, '\0');
    std::size_t size = 0;
    if (sodium_hex2bin(bytesOf(bytes), bytes.size(), hex.data(), hex.size(), nullptr, &size, nullptr) != 0)
        return {};
    bytes.resize(size);
    return bytes;
}

/// How a value begins that this key has sealed; tells nothing of the key.
std::string idOf(const identity::SecretKey& key) {
    static constexpr std::string_view context = "labwarden key id";
    std::array<unsigned char, crypto_generichash_BYTES> hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(context.data()),
                       context.size(), key.data(), key.size());
    return static_cast<char>(format) + std::string(reinterpret_cast<const char*>(hash.data()), idBytes);
}

/// What a sealed value is bound to: moved to another place in the database, it does not open.
std::string placeOf(const std::string& environmentId, const std::string& name) {
    return "labwarden secret\n" + environmentId + "\n" + name;
}

} // namespace

SecretKeys::SecretKeys(std::vector<identity::SecretKey> keys) : m_keys(std::move(keys)) {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium cannot be initialised");
    for (const auto& key : m_keys)
        m_ids.push_back(idOf(key));
}

SecretKeys SecretKeys::fromFile(const std::filesystem::path& file) {
    return SecretKeys(identity::readKeyFile(file, "keys of secrets"));
}

std::string SecretKeys::seal(const std::string& environmentId, const std::string& name,
                             const std::string& value) const {
    if (m_keys.empty())
        throw std::logic_error("there is no key to seal with");
    const std::string place = placeOf(environmentId, name);
    std::string sealed = m_ids.front();
    const std::size_t head = sealed.size();
    sealed.resize(head + nonceBytes + value.size() + tagBytes);
    unsigned char* const nonce = bytesOf(sealed) + head;
    randombytes_buf(nonce, nonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonceBytes, nullptr, bytesOf(value), value.size(),
                                               bytesOf(place), place.size(), nullptr, nonce,
                                               m_keys.front().data());
    return hexOf(sealed);
}

std::optional<std::string> SecretKeys::open(const std::string& environmentId, const std::string& name,
                                            const std::string& hex) const {
    const std::string sealed = bytesFrom(hex);
    const std::string place = placeOf(environmentId, name);
    const std::size_t head = 1 + idBytes;
    if (sealed.size() < head + nonceBytes + tagBytes)
        return std::nullopt;
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        if (!sealed.starts_with(m_ids[i]))
            continue;
        std::string value(sealed.size() - head - nonceBytes - tagBytes, '\0');
        const unsigned char* const nonce = bytesOf(sealed) + head;
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytesOf(value), nullptr, nullptr, nonce + nonceBytes,
                                                       sealed.size() - head - nonceBytes, bytesOf(place),
                                                       place.size(), nonce, m_keys[i].data()) == 0)
            return value;
    }
    return std::nullopt;
}

bool SecretKeys::isByFirst(const std::string& sealed) const {
    return !m_ids.empty() && bytesFrom(sealed).starts_with(m_ids.front());
}

} // namespace labwarden::environments

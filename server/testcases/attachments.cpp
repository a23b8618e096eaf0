// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/attachments.h"

#include "server/errors.h"
#include "server/storage/database.h"
#include "sql/queries/testcases.h"

#include <sodium.h>

#include <array>
#include <chrono>

namespace labwarden::testcases {

namespace q = queries::testcases;

namespace {

constexpr int filesAtOnce = 100;

std::string hashOf(const std::string& bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::array<char, 2 * hash.size() + 1> hex;
    return sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
}

} // namespace

Attachments::Attachments(storage::Database& database)
    : m_database(database)
    , m_rounds("attachments that nothing needs", std::chrono::hours(1), [this] { return sweep(); }) {}

void Attachments::put(const identity::Caller& caller, const std::string& sha256, const std::string& bytes) {
    if (bytes.empty())
        throw Invalid(std::vector<Fault>{{"", "The file is empty."}});
    if (hashOf(bytes) != sha256)
        throw Invalid(std::vector<Fault>{
            {"", "The bytes do not have the SHA-256 that the address says, in lower-case hexadecimal."}});
    m_database.acquire()->run(q::store_attachment, sha256, pqxx::binarystring(bytes), caller.userId,
                              caller.remote);
}

std::string Attachments::get(const std::string& sha256) {
    const auto rows = m_database.acquire()->run(q::attachment, sha256);
    if (rows.empty())
        throw NotFound(PublicText("There is no such file."));
    return pqxx::binarystring(rows[0]["bytes"]).str();
}

bool Attachments::sweep() {
    return m_database.acquire()->run(q::sweep_attachments, filesAtOnce).at(0)["swept"].as<int>() >=
           filesAtOnce;
}

} // namespace labwarden::testcases

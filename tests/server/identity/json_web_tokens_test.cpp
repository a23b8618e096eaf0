// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/json_web_tokens.h"

#include "server/identity/token_routes.h"
#include "tests/server/identity/people.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>

namespace labwarden::identity {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::TestApi;
using testing::HasSubstr;
using testing::ThrowsMessage;

namespace {

constexpr const char* issuer = "https://lab.example.com";

JsonWebTokens::Seed seedOf(unsigned char byte) {
    JsonWebTokens::Seed seed;
    seed.fill(byte);
    return seed;
}

std::string decoded(std::string_view base64url) {
    std::string bytes(base64url.size(), '\0');
    std::size_t size = 0;
    EXPECT_EQ(sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                base64url.data(), base64url.size(), nullptr, &size, nullptr,
                                sodium_base64_VARIANT_URLSAFE_NO_PADDING),
              0);
    bytes.resize(size);
    return bytes;
}

std::string encoded(const std::string& bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

std::string part(const std::string& token, int index) {
    std::size_t begin = 0;
    for (; index > 0; --index)
        begin = token.find('.', begin) + 1;
    return token.substr(begin, token.find('.', begin) - begin);
}

class AJsonWebToken : public testing::Test {
protected:
    const fs::path folder = fs::temp_directory_path() / test::uniqueName("jwt");
    AJsonWebToken() { fs::create_directories(folder); }
    ~AJsonWebToken() override { fs::remove_all(folder); }

    fs::path write(const std::string& name, const std::string& bytes) const {
        const auto file = folder / name;
        std::ofstream(file, std::ios::binary) << bytes;
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
        return file;
    }

    /// Whether OpenSSL, with nothing but the published keys, takes the token for genuine.
    bool provenByOpenssl(const std::string& token, const json::value& keySet) const {
        const auto header = json::parse(decoded(part(token, 0)));
        for (const json::value& key : keySet.at("keys").as_array()) {
            if (key.at("kid") != header.at("kid"))
                continue;
            // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410)
            const std::string prefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
            write("key.der", prefix + decoded(std::string(key.at("x").as_string())));
            write("signed", part(token, 0) + "." + part(token, 1));
            write("signature", decoded(part(token, 2)));
            const std::string command =
                "cd " + folder.string() +
                " && openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed "
                "-sigfile signature >out 2>&1";
            const int status = std::system(command.c_str());
            EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 1) << "is openssl there?";
            return status == 0;
        }
        ADD_FAILURE() << "no key " << header.at("kid");
        return false;
    }
};

Caller someCaller() {
    Caller caller;
    caller.userId = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    caller.username = "eve";
    caller.displayName = "Eve Engineer";
    caller.roles = {"engineer", "viewer"};
    return caller;
}

} // namespace

TEST_F(AJsonWebToken, is_proven_by_OpenSSL_from_the_published_keys_alone) {
    const JsonWebTokens tokens(issuer, {seedOf(1), seedOf(2)});
    const auto answer = tokens.make(someCaller(), "grafana");
    EXPECT_TRUE(provenByOpenssl(answer.token, tokens.keySet()));
    auto claims = json::parse(decoded(part(answer.token, 1))).as_object();
    claims["roles"] = {"admin"};
    EXPECT_FALSE(provenByOpenssl(part(answer.token, 0) + "." + encoded(json::serialize(claims)) + "." +
                                     part(answer.token, 2),
                                 tokens.keySet()));
}

TEST_F(AJsonWebToken, says_who_it_is_about_for_whom_and_for_how_long) {
    const JsonWebTokens tokens(issuer, {seedOf(1)});
    const auto answer = tokens.make(someCaller(), "grafana");
    EXPECT_EQ(json::parse(decoded(part(answer.token, 0))),
              (json::object{
                  {"alg", "EdDSA"}, {"typ", "JWT"}, {"kid", tokens.keySet().at("keys").at(0).at("kid")}}));
    auto claims = json::parse(decoded(part(answer.token, 1))).as_object();
    const auto issued = claims.at("iat").as_int64();
    EXPECT_NEAR(static_cast<double>(issued), static_cast<double>(Timestamp::now().ms) / 1000, 5);
    EXPECT_NE(claims.at("jti"),
              json::parse(decoded(part(tokens.make(someCaller(), "grafana").token, 1))).at("jti"));
    claims.erase("jti");
    EXPECT_EQ(claims, (json::object{{"iss", issuer},
                                    {"sub", someCaller().userId},
                                    {"aud", "grafana"},
                                    {"iat", issued},
                                    {"nbf", issued},
                                    {"exp", issued + 300},
                                    {"name", "Eve Engineer"},
                                    {"preferred_username", "eve"},
                                    {"roles", {"engineer", "viewer"}}}));
    EXPECT_EQ(answer.expiresAt, Timestamp{(issued + 300) * 1000});
}

TEST_F(AJsonWebToken, has_a_key_whose_name_is_its_thumbprint) {
    // The key, and the thumbprint that RFC 8037 works out for it (appendix A.1 to A.3).
    JsonWebTokens::Seed seed;
    const std::string d = decoded("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    std::ranges::copy(d, seed.begin());
    const JsonWebTokens tokens(issuer, {seed});
    EXPECT_EQ(tokens.keySet(),
              (json::object{{"keys", json::array{json::object{
                                         {"kty", "OKP"},
                                         {"crv", "Ed25519"},
                                         {"alg", "EdDSA"},
                                         {"use", "sig"},
                                         {"kid", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
                                         {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}}}}));
}

TEST_F(AJsonWebToken, stays_good_while_its_key_is_replaced) {
    const std::string oldKey = encoded(std::string(32, 'o')), newKey = encoded(std::string(32, 'n'));
    const auto before = JsonWebTokens::fromFile(write("keys", oldKey + "\n"), issuer);
    const auto announced = JsonWebTokens::fromFile(write("keys", oldKey + "\n" + newKey + "\n"), issuer);
    const auto replaced = JsonWebTokens::fromFile(write("keys", newKey + "\n" + oldKey + "\n"), issuer);
    for (const JsonWebTokens* issuing : {&before, &announced, &replaced})
        EXPECT_TRUE(provenByOpenssl(issuing->make(someCaller(), "x").token, announced.keySet()));
    EXPECT_TRUE(provenByOpenssl(before.make(someCaller(), "x").token, replaced.keySet()));
    EXPECT_EQ(replaced.keySet().at("keys").as_array().size(), 2u);
}

TEST_F(AJsonWebToken, is_not_made_from_a_file_with_faults_and_they_are_told_without_the_key) {
    const std::string key = encoded(std::string(32, 'k'));
    const auto read = [&](const std::string& text) {
        return [this, text] { JsonWebTokens::fromFile(write("keys", text), issuer); };
    };
    EXPECT_THAT(read(key + "\n" + key.substr(1) + "\n"),
                ThrowsMessage<std::runtime_error>(
                    testing::AllOf(HasSubstr("line 2"), testing::Not(HasSubstr(key.substr(1))))));
    EXPECT_THAT(read(key + key + "\n"), ThrowsMessage<std::runtime_error>(HasSubstr("line 1")));
    EXPECT_THAT(read("\n"), ThrowsMessage<std::runtime_error>(HasSubstr("1 to 10")));
    const auto wide = write("wide", key);
    fs::permissions(wide, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT([&] { JsonWebTokens::fromFile(wide, issuer); },
                ThrowsMessage<std::runtime_error>(HasSubstr("chmod 600")));
}

TEST_F(AJsonWebToken, is_given_to_signed_in_people_and_its_keys_to_everybody) {
    const JsonWebTokens tokens(issuer, {seedOf(7)});
    TestApi api([&](storage::Database&, storage::Redis&, EventSink&) { return tokenRoutes(tokens); });
    const auto viewer = test::openSession(api.schema, "viewer");
    const auto answer = api.post("/api/v1/auth/token", {{"audience", "grafana"}}, viewer);
    ASSERT_EQ(answer.status, 200);
    const std::string token(answer.body.at("token").as_string());
    EXPECT_TRUE(provenByOpenssl(token, api.get("/api/v1/auth/jwks").body));
    EXPECT_EQ(json::parse(decoded(part(token, 1))).at("preferred_username"), "viewer");
    EXPECT_EQ(api.post("/api/v1/auth/token", {{"audience", ""}}, viewer).status, 422);
    EXPECT_EQ(api.post("/api/v1/auth/token", {{"audience", "grafana"}}).status, 401);
    EXPECT_EQ(api.get("/api/v1/auth/me", token).status, 401); // it is no session here
}

TEST_F(AJsonWebToken, is_refused_in_words_by_a_server_without_keys) {
    const JsonWebTokens none(issuer);
    TestApi api([&](storage::Database&, storage::Redis&, EventSink&) { return tokenRoutes(none); });
    const auto answer =
        api.post("/api/v1/auth/token", {{"audience", "grafana"}}, test::openSession(api.schema, "viewer"));
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(std::string(answer.body.at("detail").as_string()), HasSubstr("--jwt-key-file"));
    EXPECT_EQ(api.get("/api/v1/auth/jwks").body, (json::object{{"keys", json::array()}}));
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/http_client.h"
#include "tests/server/testcases/cases_fixture.h"

#include <gmock/gmock.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace labwarden::testcases {

namespace json = boost::json;
using testing::ElementsAre;

namespace {

std::string hashOf(const std::string& bytes) {
    std::array<unsigned char, 32> hash;
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::array<char, 65> hex;
    return sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
}

class AnAttachment : public CasesFixture {
protected:
    const std::string bytes = std::string("\x89PNG\r\n\0\xff'\\", 10) + "wiring";
    const std::string hash = hashOf(bytes);

    clients::HttpResult send(const char* method, const std::string& sha256, const std::string& body = {},
                             const std::string& query = {}, const std::string& token = {}) {
        clients::HttpRequest request;
        request.method = method;
        request.url =
            "http://127.0.0.1:" + std::to_string(api.port()) + "/api/v1/attachments/" + sha256 + query;
        request.bearer = token.empty() ? engineer : token;
        request.body = body;
        clients::HttpClient client;
        return client.send(request);
    }
    /// What the route answers, before the server makes it HTTP.
    http::Response answerWith(const std::string& name) {
        struct Kept : http::Responder::Sink {
            http::Response answer;
            void send(http::Response response) override { answer = std::move(response); }
            void fail(std::exception_ptr error) override { std::rethrow_exception(error); }
            bool abandoned() const override { return false; }
        };
        http::Request request;
        request.pathValues = {{"sha256", hash}};
        request.queryValues = {{"name", name}};
        const auto kept = std::make_shared<Kept>();
        attachmentRoutes(*attachments)
            .at(1)
            .handler(std::make_shared<const http::Request>(request), http::Responder(kept));
        return std::move(kept->answer);
    }
    json::value with(std::int64_t size, const std::string& sha256) {
        auto document = soak("Wired");
        document.as_object()["attachments"] = json::array{
            {{"name", "wiring.png"}, {"sha256", sha256}, {"size", size}, {"mediaType", "image/png"}}};
        return document;
    }
    int kept() const { return api.schema.sql("SELECT count(*) FROM attachments")[0][0].as<int>(); }
    void age() { api.schema.sql("UPDATE attachments SET used_at = now() - interval '25 hours'"); }
};

} // namespace

TEST_F(AnAttachment, comes_back_byte_by_byte_and_as_nothing_that_a_browser_would_show) {
    ASSERT_EQ(send("PUT", hash, bytes).status, 204);
    ASSERT_EQ(send("PUT", hash, bytes).status, 204); // again is no error
    EXPECT_EQ(send("GET", hash, {}, "?name=plan.png").status, 200);
    EXPECT_EQ(send("GET", hash).body, bytes);
    const auto answer = answerWith("Plan \u00fc\"\r\n.png");
    EXPECT_EQ(answer.contentType, "application/octet-stream"); // every answer says nosniff
    ASSERT_EQ(answer.headers.size(), 1u);
    EXPECT_EQ(answer.headers[0].first, "Content-Disposition");
    EXPECT_EQ(answer.headers[0].second, "attachment; filename*=UTF-8''Plan%20%C3%BC%22%0D%0A.png");
    EXPECT_EQ(send("GET", hash, {}, "?name=").status, 422);
    EXPECT_EQ(kept(), 1);
    EXPECT_EQ(
        api.schema.sql("SELECT count(*) FROM audit_log WHERE action = 'attachment.create'")[0][0].as<int>(),
        1);
}

TEST_F(AnAttachment, has_the_hash_that_its_address_says) {
    auto upper = hash;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
    EXPECT_EQ(send("PUT", hashOf("other"), bytes).status, 422);
    EXPECT_EQ(send("PUT", upper, bytes).status, 422);
    EXPECT_EQ(send("PUT", "nonsense", bytes).status, 422);
    EXPECT_EQ(send("PUT", hashOf(""), "").status, 422);
    EXPECT_EQ(kept(), 0);
    EXPECT_EQ(send("GET", hash).status, 404);
    EXPECT_EQ(send("GET", "nonsense").status, 404);
}

TEST_F(AnAttachment, has_at_most_10_MB) {
    const std::string most(Attachments::longest, '\x01');
    EXPECT_EQ(send("PUT", hashOf(most), most).status, 204);
    EXPECT_EQ(send("GET", hashOf(most)).body, most);
    EXPECT_EQ(send("PUT", hashOf(most + "x"), most + "x").status, 413);
    EXPECT_EQ(kept(), 1);
}

TEST_F(AnAttachment, is_sent_by_those_who_may_write_and_read_by_those_who_may_read) {
    const auto viewer = api.signIn("viewer");
    EXPECT_EQ(send("PUT", hash, bytes, {}, viewer).status, 403);
    ASSERT_EQ(send("PUT", hash, bytes).status, 204);
    EXPECT_EQ(send("GET", hash, {}, {}, viewer).status, 200);
}

TEST_F(AnAttachment, is_named_by_a_case_only_once_it_is_there_and_with_its_size) {
    const auto size = static_cast<std::int64_t>(bytes.size());
    EXPECT_THAT(create(with(size, hash)).faultsAt(), ElementsAre("/attachments/0/sha256"));
    ASSERT_EQ(send("PUT", hash, bytes).status, 204);
    EXPECT_THAT(create(with(size + 1, hash)).faultsAt(), ElementsAre("/attachments/0/size"));
    const auto id = made(with(size, hash));
    EXPECT_THAT(save(id, 1, with(size, hashOf("other"))).faultsAt(),
                ElementsAre("/document/attachments/0/sha256"));
    EXPECT_EQ(get("/" + id).body.at("revision"), 1);
}

TEST_F(AnAttachment, that_nothing_names_goes_a_day_after_it_was_last_sent) {
    ASSERT_EQ(send("PUT", hash, bytes).status, 204);
    attachments->sweep();
    EXPECT_EQ(kept(), 1);
    age();
    ASSERT_EQ(send("PUT", hash, bytes).status, 204); // wanted again
    attachments->sweep();
    EXPECT_EQ(kept(), 1);
    age();
    EXPECT_FALSE(attachments->sweep());
    EXPECT_EQ(kept(), 0);
}

TEST_F(AnAttachment, that_any_revision_names_stays_for_good) {
    ASSERT_EQ(send("PUT", hash, bytes).status, 204);
    const auto id = made(with(static_cast<std::int64_t>(bytes.size()), hash));
    ASSERT_EQ(save(id, 1, soak("Without")).status, 200);
    age();
    attachments->sweep();
    EXPECT_EQ(kept(), 1);
    EXPECT_EQ(send("GET", hash).body, bytes);
}

} // namespace labwarden::testcases

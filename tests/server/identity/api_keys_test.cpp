// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/api_keys.h"

#include "server/identity/api_key_routes.h"
#include "server/identity/token.h"
#include "tests/server/identity/people.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace labwarden::identity {

using namespace std::chrono_literals;
using test::ApiAnswer;
using test::TestApi;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

class AnApiKey : public testing::Test {
protected:
    std::optional<ApiKeys> keys; // made with the API
    TestApi api{[this](storage::Database& database, storage::Redis& redis, EventSink& events) {
        keys.emplace(database, redis, events);
        auto routes = apiKeyRoutes(*keys);
        routes.push_back({http::Method::Get, "/api/v1/for-anyone", http::Anyone{},
                          http::answer([](const http::Request& request) {
                              return http::Response::json(200, {{"name", request.caller->username}});
                          }),
                          "", http::RunOn::Inline});
        routes.push_back({http::Method::Get, "/api/v1/runs", http::Session{"runs:read"},
                          http::answer([](const http::Request&) {
                              return http::Response::json(200, boost::json::object());
                          }),
                          ""});
        return routes;
    }};
    const std::string admin = api.signIn("admin");

    ApiAnswer make(const std::string& name, boost::json::array scopes, std::chrono::hours life = 24h * 30) {
        return api.post(
            "/api/v1/api-keys",
            {{"name", name}, {"scopes", std::move(scopes)}, {"expiresAt", (Timestamp::now() + life).text()}},
            admin);
    }
    static std::string secretOf(const ApiAnswer& answer) {
        return std::string(answer.body.at("secret").as_string());
    }
    static std::string pathOf(const ApiAnswer& answer) {
        return "/api/v1/api-keys/" + std::string(answer.body.at("apiKey").at("id").as_string());
    }
    std::string one(const std::string& query) const {
        const auto rows = api.schema.sql(query);
        return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
    }
};

} // namespace

TEST_F(AnApiKey, is_told_once_and_kept_as_a_hash) {
    const auto made = make("nightly build", {"runs:read", "runs:start", "runs:read"});
    ASSERT_EQ(made.status, 201);
    const auto secret = secretOf(made);
    EXPECT_THAT(secret, testing::MatchesRegex("lwk_[A-Za-z0-9_-]{43}"));
    EXPECT_EQ(one("SELECT encode(secret_hash, 'hex') FROM api_keys"), hashOf(secret));
    const auto list = api.get("/api/v1/api-keys", admin);
    ASSERT_EQ(list.body.at("apiKeys").as_array().size(), 1u);
    const auto& key = list.body.at("apiKeys").at(0);
    EXPECT_EQ(key, made.body.at("apiKey"));
    EXPECT_EQ(key.at("name"), "nightly build");
    EXPECT_EQ(key.at("createdBy"), "admin");
    EXPECT_EQ(key.at("scopes"), (boost::json::array{"runs:read", "runs:start"}));
    EXPECT_TRUE(key.at("lastUsedAt").is_null());
    EXPECT_TRUE(key.at("endedAt").is_null());
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%" + secret +
                  "%' OR a::text LIKE '%" + hashOf(secret) + "%'"),
              "0");
    EXPECT_EQ(one("SELECT actor || ' ' || new_value::text FROM audit_log WHERE action = 'api-key.create'")
                  .substr(0, 6),
              "admin ");
}

TEST_F(AnApiKey, acts_in_its_own_name_within_its_scopes_and_never_as_a_person) {
    const auto secret = secretOf(make("ci", {"runs:read"}));
    EXPECT_EQ(api.get("/api/v1/for-anyone", secret).body.at("name"), "key:ci");
    EXPECT_EQ(api.get("/api/v1/runs", secret).status, 200);
    EXPECT_EQ(api.get("/api/v1/runs", secretOf(make("other", {"devices:read"}))).status, 403);
    EXPECT_EQ(api.get("/api/v1/auth/me", secret).status, 403);
    EXPECT_EQ(api.get("/api/v1/api-keys", secret).status, 403);
    EXPECT_EQ(api.post("/api/v1/auth/login", {{"username", "key:ci"}, {"password", "x"}}).status, 401);
}

TEST_F(AnApiKey, says_when_it_was_used_to_the_minute) {
    const auto secret = secretOf(make("ci", {"runs:read"}));
    ASSERT_EQ(api.get("/api/v1/runs", secret).status, 200);
    EXPECT_EQ(one("SELECT now() - last_used_at < interval '1 minute' FROM api_keys"), "t");
    const auto used = one("SELECT last_used_at FROM api_keys");
    api.redis.flush();
    ASSERT_EQ(api.get("/api/v1/runs", secret).status, 200);
    EXPECT_EQ(one("SELECT last_used_at FROM api_keys"), used);
    api.schema.sql("UPDATE api_keys SET last_used_at = now() - interval '2 minutes'");
    api.redis.flush();
    ASSERT_EQ(api.get("/api/v1/runs", secret).status, 200);
    EXPECT_EQ(one("SELECT now() - last_used_at < interval '1 minute' FROM api_keys"), "t");
}

TEST_F(AnApiKey, that_is_revoked_is_refused_on_the_very_next_request_on_every_server_and_stays_in_the_list) {
    const auto otherRedis = storage::openRedis(api.redis.settings());
    const auto otherDatabase = api.schema.open();
    Sessions other(*otherDatabase, *otherRedis);
    const auto made = make("ci", {"runs:read"});
    const auto secret = secretOf(made);
    ASSERT_EQ(api.get("/api/v1/runs", secret).status, 200);
    ASSERT_NE(other.quick(secret), nullptr);
    EXPECT_EQ(api.remove(pathOf(made), admin).status, 204);
    EXPECT_EQ(api.get("/api/v1/runs", secret).status, 401);
    EXPECT_THROW(test::check(other, secret), Unauthenticated);
    EXPECT_TRUE(api.get("/api/v1/api-keys", admin).body.at("apiKeys").at(0).at("endedAt").is_string());
    EXPECT_EQ(api.remove(pathOf(made), admin).status, 204);
    EXPECT_EQ(one("SELECT count(*) FROM audit_log WHERE action = 'api-key.revoke'"), "1");
    EXPECT_EQ(make("ci", {"runs:read"}).status, 201); // the name is free again
}

TEST_F(AnApiKey, leaves_no_copy_behind_when_it_is_revoked_while_it_is_in_use) {
    for (int round = 0; round < 10; ++round) {
        const auto made = make("ci", {"runs:read"});
        const auto secret = secretOf(made);
        std::vector<std::future<void>> users;
        for (int i = 0; i < 3; ++i)
            users.push_back(std::async(std::launch::async, [&] {
                try {
                    test::check(api.sessions, secret);
                } catch (const Unauthenticated&) {
                }
            }));
        ASSERT_EQ(api.remove(pathOf(made), admin).status, 204);
        for (auto& user : users)
            user.get();
        ASSERT_THROW(test::check(api.sessions, secret), Unauthenticated);
    }
}

TEST_F(AnApiKey, whose_time_is_over_is_refused_by_copy_and_row) {
    const auto secret = secretOf(make("ci", {"runs:read"}));
    api.schema.sql("UPDATE api_keys SET expires_at = now() + interval '300 milliseconds'");
    EXPECT_TRUE(test::eventually([&] { return api.get("/api/v1/runs", secret).status == 401; }));
}

TEST_F(AnApiKey, survives_a_wiped_Redis_and_the_end_of_its_maker) {
    const auto secret = secretOf(make("ci", {"runs:read"}));
    api.redis.flush();
    api.schema.sql("UPDATE users SET disabled = true WHERE username = 'admin'");
    EXPECT_EQ(api.get("/api/v1/runs", secret).status, 200);
}

TEST_F(AnApiKey, is_not_revoked_while_Redis_is_away) {
    test::TcpProxy network("127.0.0.1", test::portOf(test::Services::get().redis));
    auto settings = api.redis.settings();
    settings.url = test::withPort(settings.url, network.port());
    const auto redis = storage::openRedis(settings);
    ApiKeys here(*api.database, *redis, api.events);
    const auto made = make("ci", {"runs:read"});
    const auto caller = test::check(api.sessions, admin);
    const std::string id(made.body.at("apiKey").at("id").as_string());
    network.cut();
    ASSERT_TRUE(test::eventually([&] { return !redis->healthy(); }));
    EXPECT_THROW(here.revoke(*caller, id), Unavailable);
    EXPECT_EQ(api.get("/api/v1/runs", secretOf(made)).status, 200);
}

TEST_F(AnApiKey, with_faults_is_refused_with_all_of_them) {
    const auto answer = make(" ci", {"runs:read", "users:write", "no:such"}, 1h);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), UnorderedElementsAre("/name", "/scopes/1", "/scopes/2", "/expiresAt"));
    EXPECT_THAT(make("ci\u200B", {"runs:read"}).faultsAt(), ElementsAre("/name")); // a second one, it seems
    EXPECT_THAT(make("ci", {}).faultsAt(), ElementsAre("/scopes"));
    EXPECT_THAT(make("ci", {"runs:read"}, 24h * 400).faultsAt(), ElementsAre("/expiresAt"));
    EXPECT_EQ(make("ci", {"runs:read"}, 24h * 365).status, 201);
    EXPECT_THAT(make("CI", {"runs:read"}).faultsAt(), ElementsAre("/name")); // names know no case
}

TEST_F(AnApiKey, gives_nobody_more_than_its_maker_has) {
    test::addRole(api.schema, "key keeper", "apikeys:write,users:read,runs:read");
    test::addUser(api.schema, "kim", "key keeper");
    const auto kim = test::openSession(api.schema, "kim");
    const auto post = [&](const char* scope) {
        return api.post("/api/v1/api-keys",
                        {{"name", scope},
                         {"scopes", boost::json::array{scope}},
                         {"expiresAt", (Timestamp::now() + 48h).text()}},
                        kim);
    };
    EXPECT_EQ(post("runs:read").status, 201);
    const auto refused = post("devices:write");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.body.at("type").as_string(), problem_type::moreThanOwn);
    const auto others = make("of an admin", {"devices:write"});
    EXPECT_EQ(api.remove(pathOf(others), kim).status, 403);
    EXPECT_EQ(api.remove("/api/v1/api-keys/" + std::string(36, '0'), kim).status, 404);
}

TEST_F(AnApiKey, that_could_not_be_one_is_refused_without_asking_anybody) {
    for (const std::string& token :
         {std::string("lwk_"), "lwk_" + std::string(43, '+'), "lwx_" + newToken()}) {
        EXPECT_THROW(api.sessions.quick(token), Unauthenticated);
        EXPECT_THROW(api.sessions.lookUp(token), Unauthenticated);
    }
    EXPECT_THROW(api.sessions.lookUp(newKeySecret()), Unauthenticated);
}

} // namespace labwarden::identity

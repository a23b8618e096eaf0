// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/token.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::identity {

using test::TestApi;
using testing::UnorderedElementsAre;

TEST(SigningIn, answers_with_token_user_and_versions) {
    TestApi api;
    const auto answer =
        api.post("/api/v1/auth/login", {{"username", "engineer"}, {"password", TestApi::password}});
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.at("user").at("username"), "engineer");
    EXPECT_EQ(answer.body.at("serverVersion"), LABWARDEN_VERSION);
    EXPECT_TRUE(answer.body.at("minConsole").is_string());
    EXPECT_TRUE(Timestamp::parse(std::string(answer.body.at("expiresAt").as_string())).has_value());
    const auto me = api.get("/api/v1/auth/me", std::string(answer.body.at("token").as_string()));
    EXPECT_EQ(me.status, 200);
    EXPECT_EQ(me.body, answer.body.at("user"));
}

TEST(SigningIn, with_a_wrong_name_or_password_is_401_and_the_same_answer) {
    TestApi api;
    auto wrongPassword = api.post("/api/v1/auth/login", {{"username", "engineer"}, {"password", "wrong"}});
    auto wrongName = api.post("/api/v1/auth/login", {{"username", "nobody"}, {"password", "wrong"}});
    EXPECT_EQ(wrongPassword.status, 401);
    for (auto* answer : {&wrongPassword, &wrongName})
        answer->body.as_object().erase("requestId");
    EXPECT_EQ(wrongPassword.body, wrongName.body);
}

TEST(SigningIn, with_a_body_that_makes_no_sense_is_422_with_all_faults) {
    TestApi api;
    const auto answer = api.post("/api/v1/auth/login", {{"username", 7}, {"remember", true}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), UnorderedElementsAre("/username", "/password", "/remember"));
}

TEST(SigningIn, too_often_with_a_wrong_password_is_429_that_says_it_is_this_account_and_for_how_long) {
    TestApi api;
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", "wrong"}}).status,
                  401);
    const auto answer =
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}});
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.body.at("type").as_string(), problem_type::loginLocked);
}

TEST(SigningIn, to_a_disabled_account_is_said_to_whoever_knows_the_password_only) {
    TestApi api;
    api.schema.sql("UPDATE users SET disabled = true WHERE username = 'viewer'");
    const auto known =
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}});
    EXPECT_EQ(known.status, 403);
    EXPECT_EQ(known.body.at("type").as_string(), problem_type::accountDisabled);
    EXPECT_EQ(api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", "wrong"}}).status, 401);
}

TEST(SigningIn, with_a_one_time_password_goes_until_its_time_is_over) {
    TestApi api;
    api.schema.sql("UPDATE users SET must_change_password = true, password_ends_at = now() + interval '1 "
                   "hour' WHERE username = 'viewer'");
    const auto token = api.signIn("viewer");
    EXPECT_EQ(api.get("/api/v1/auth/me", token).body.at("mustChangePassword"), true);
    const auto refused = api.get("/api/v1/auth/sessions", token);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.body.at("type").as_string(), problem_type::passwordChangeRequired);
    api.schema.sql("UPDATE users SET password_ends_at = now() WHERE username = 'viewer'");
    const auto late =
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}});
    EXPECT_EQ(late.status, 403);
    EXPECT_EQ(late.body.at("type").as_string(), problem_type::passwordExpired);
    EXPECT_EQ(api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", "wrong"}}).status, 401);
}

TEST(SigningOut, ends_the_session_at_once) {
    TestApi api;
    const auto token = api.signIn("engineer");
    const auto other = api.signIn("engineer");
    EXPECT_EQ(api.get("/api/v1/auth/me", token).status, 200);
    EXPECT_EQ(api.post("/api/v1/auth/logout", {}, token).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/me", token).status, 401);
    EXPECT_EQ(api.get("/api/v1/auth/me", other).status, 200);
}

TEST(TheCallersSessions, are_listed_and_all_others_ended) {
    TestApi api;
    const auto first = api.signIn("engineer");
    const auto second = api.signIn("engineer");
    api.signIn("viewer");
    const auto list = api.get("/api/v1/auth/sessions", second);
    ASSERT_EQ(list.status, 200);
    int current = 0;
    ASSERT_EQ(list.body.at("sessions").as_array().size(), 2u);
    for (const auto& session : list.body.at("sessions").as_array())
        current += session.at("current").as_bool();
    EXPECT_EQ(current, 1);
    EXPECT_EQ(api.remove("/api/v1/auth/sessions", second).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/me", first).status, 401);
    EXPECT_EQ(api.get("/api/v1/auth/me", second).status, 200);
}

TEST(TheCallersSessions, are_ended_one_by_one_and_nobody_elses) {
    TestApi api;
    const auto here = api.signIn("engineer");
    const auto there = api.signIn("engineer");
    const auto others = api.signIn("viewer");
    const auto idOf = [&](const std::string& token) { return "/api/v1/auth/sessions/" + hashOf(token); };
    EXPECT_EQ(api.remove(idOf(others), here).status, 404);
    EXPECT_EQ(api.get("/api/v1/auth/me", others).status, 200);
    EXPECT_EQ(api.remove("/api/v1/auth/sessions/nonsense", here).status, 404);
    EXPECT_EQ(api.remove(idOf(there), here).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/me", there).status, 401);
    EXPECT_EQ(api.remove(idOf(there), here).status, 404);
    EXPECT_EQ(api.remove(idOf(here), here).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/me", here).status, 401);
}

TEST(ARequest, without_a_session_is_401) {
    TestApi api;
    for (const char* path : {"/api/v1/auth/me", "/api/v1/auth/sessions"}) {
        EXPECT_EQ(api.get(path).status, 401);
        EXPECT_EQ(api.get(path, "nonsense").status, 401);
    }
}

} // namespace labwarden::identity

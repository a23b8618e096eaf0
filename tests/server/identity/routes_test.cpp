// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::identity {

using test::TestApi;
using testing::UnorderedElementsAre;

TEST(SigningIn, answers_with_token_user_and_versions) {
    TestApi api;
    const auto answer = api.post("/api/v1/auth/login", {{"username", "engineer"}, {"password", TestApi::password}});
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

TEST(SigningIn, too_often_with_a_wrong_password_is_429) {
    TestApi api;
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", "wrong"}}).status, 401);
    EXPECT_EQ(api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}}).status, 429);
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

TEST(ARequest, without_a_session_is_401) {
    TestApi api;
    for (const char* path : {"/api/v1/auth/me", "/api/v1/auth/sessions"}) {
        EXPECT_EQ(api.get(path).status, 401);
        EXPECT_EQ(api.get(path, "nonsense").status, 401);
    }
}

} // namespace labwarden::identity

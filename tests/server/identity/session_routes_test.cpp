// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/session_routes.h"

#include "server/identity/token.h"
#include "tests/server/identity/people.h"
#include "tests/server/support/api.h"

#include <gtest/gtest.h>

#include <memory>

namespace labwarden::identity {

using test::openSession;
using test::TestApi;

namespace {

class TheSessionsOfOthers : public testing::Test {
    std::unique_ptr<Sessions> m_sessions; // made with the API

protected:
    TestApi api{[this](storage::Database& database, storage::Redis& redis, EventSink&) {
        m_sessions = std::make_unique<Sessions>(database, redis);
        return sessionRoutes(*m_sessions);
    }};
    const std::string admin = openSession(api.schema, "admin");

    std::string pathOf(const std::string& username) const {
        return "/api/v1/users/" +
               std::string(
                   api.schema.sql("SELECT id FROM users WHERE username = '" + username + "'")[0][0].c_str()) +
               "/sessions";
    }
    int me(const std::string& token) { return api.get("/api/v1/auth/me", token).status; }
};

} // namespace

TEST_F(TheSessionsOfOthers, are_listed_with_address_and_program_and_without_their_tokens) {
    const auto token = openSession(api.schema, "viewer");
    const auto list = api.get(pathOf("viewer"), admin);
    ASSERT_EQ(list.status, 200);
    ASSERT_EQ(list.body.at("sessions").as_array().size(), 1u);
    EXPECT_EQ(list.body.at("sessions").at(0).at("id").as_string(), hashOf(token));
    EXPECT_EQ(list.body.at("sessions").at(0).at("current"), false);
    EXPECT_EQ(api.get(pathOf("admin"), admin).body.at("sessions").at(0).at("current"), true);
    EXPECT_EQ(api.get("/api/v1/users/" + std::string(36, '0') + "/sessions", admin).status, 404);
    EXPECT_EQ(api.get(pathOf("viewer"), token).status, 403);
}

TEST_F(TheSessionsOfOthers, end_one_by_one_or_all_at_once) {
    const auto first = openSession(api.schema, "viewer"), second = openSession(api.schema, "viewer"),
               third = openSession(api.schema, "viewer");
    const auto other = openSession(api.schema, "engineer");
    for (const auto& token : {first, second, third, other})
        ASSERT_EQ(me(token), 200);
    EXPECT_EQ(api.remove(pathOf("viewer") + "/" + hashOf(other), admin).status, 404);
    EXPECT_EQ(me(other), 200);
    EXPECT_EQ(api.remove(pathOf("viewer") + "/" + hashOf(first), admin).status, 204);
    EXPECT_EQ(me(first), 401);
    EXPECT_EQ(me(second), 200);
    EXPECT_EQ(api.remove(pathOf("viewer") + "/" + hashOf(first), admin).status, 404);
    EXPECT_EQ(api.remove(pathOf("viewer"), admin).status, 204);
    EXPECT_EQ(me(second), 401);
    EXPECT_EQ(me(third), 401);
    EXPECT_EQ(me(other), 200);
    EXPECT_EQ(
        api.schema
            .sql("SELECT count(*) FROM audit_log WHERE action = 'session.end' AND actor = 'admin'")[0][0]
            .as<int>(),
        3);
}

TEST_F(TheSessionsOfOthers, are_ended_by_nobody_who_may_do_less_than_they) {
    test::addRole(api.schema, "people keeper", "users:read,users:write");
    test::addUser(api.schema, "pat", "people keeper");
    const auto pat = openSession(api.schema, "pat");
    for (const auto& path : {pathOf("admin"), pathOf("admin") + "/" + hashOf(admin)}) {
        const auto answer = api.remove(path, pat);
        EXPECT_EQ(answer.status, 403);
        EXPECT_EQ(answer.body.at("type").as_string(), problem_type::moreThanOwn);
    }
    EXPECT_EQ(me(admin), 200);
}

} // namespace labwarden::identity

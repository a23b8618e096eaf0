// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password.h"
#include "tests/server/support/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::identity {

using test::ApiAnswer;
using test::TestApi;
using testing::ElementsAre;

namespace {

constexpr const char* better = "kz8q 3vxw m2nd";

class ChangingAPassword : public testing::Test {
protected:
    TestApi api;

    ApiAnswer change(const std::string& token, const std::string& current, const std::string& wanted) {
        return api.post("/api/v1/auth/password", {{"currentPassword", current}, {"newPassword", wanted}},
                        token);
    }
    int signInWith(const std::string& name, const std::string& password) {
        return api.post("/api/v1/auth/login", {{"username", name}, {"password", password}}).status;
    }
    std::string one(const std::string& query) const { return api.schema.sql(query)[0][0].c_str(); }
};

} // namespace

TEST_F(ChangingAPassword, ends_all_other_sessions_and_lets_this_one_go_on) {
    const auto here = api.signIn("viewer");
    const auto there = api.signIn("viewer");
    const auto another = api.signIn("engineer");
    for (const auto& token : {here, there, another})
        ASSERT_EQ(api.get("/api/v1/auth/me", token).status, 200);
    EXPECT_EQ(change(here, TestApi::password, better).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/me", here).status, 200);
    EXPECT_EQ(api.get("/api/v1/auth/me", there).status, 401);
    EXPECT_EQ(api.get("/api/v1/auth/me", another).status, 200);
    EXPECT_EQ(signInWith("viewer", TestApi::password), 401);
    EXPECT_EQ(signInWith("viewer", better), 200);
}

TEST_F(ChangingAPassword,
       makes_a_version_that_everybody_hears_of_and_an_entry_in_the_audit_log_without_the_password) {
    const auto token = api.signIn("viewer");
    api.events.take();
    ASSERT_EQ(change(token, TestApi::password, better).status, 204);
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::user);
    EXPECT_EQ(events[0].version, 2);
    EXPECT_EQ(events[0].state, boost::json::object());
    EXPECT_EQ(api.get("/api/v1/auth/me", token).body.at("version"), 2);
    EXPECT_EQ(one("SELECT count(*) FROM event_outbox WHERE event ->> 'part' = 'user'"), "1");
    EXPECT_EQ(one("SELECT actor || ' ' || address FROM audit_log WHERE action = 'user.change-password'"),
              "viewer 127.0.0.1");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%3vxw%' OR a::text LIKE '%argon2%'"),
              "0");
}

TEST_F(ChangingAPassword, of_a_one_time_password_opens_everything_else_to_the_same_session_at_once) {
    api.schema.sql("UPDATE users SET must_change_password = true, password_ends_at = now() + interval '1 "
                   "hour' WHERE username = 'viewer'");
    const auto token = api.signIn("viewer");
    EXPECT_EQ(api.get("/api/v1/auth/sessions", token).status, 403);
    EXPECT_EQ(change(token, TestApi::password, better).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/sessions", token).status, 200);
    EXPECT_EQ(api.get("/api/v1/auth/me", token).body.at("mustChangePassword"), false);
    EXPECT_EQ(one("SELECT password_ends_at IS NULL FROM users WHERE username = 'viewer'"), "t");
}

TEST_F(ChangingAPassword, takes_the_current_one) {
    const auto token = api.signIn("viewer");
    const auto answer = change(token, "not-mine-at-all", better);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), ElementsAre("/currentPassword"));
    EXPECT_EQ(signInWith("viewer", TestApi::password), 200);
}

TEST_F(ChangingAPassword, takes_one_that_is_good_and_another) {
    const auto token = api.signIn("viewer");
    for (const char* bad : {"short", "unbelievable1", "i-am-the-viewer-9"})
        EXPECT_THAT(change(token, TestApi::password, bad).faultsAt(), ElementsAre("/newPassword")) << bad;
    EXPECT_THAT(change(token, better, better).faultsAt(), ElementsAre("/newPassword"));
    EXPECT_EQ(one("SELECT count(*) FROM login_attempts WHERE account = 'viewer' AND failures > 0"),
              "0"); // none of these was a guess
}

TEST_F(ChangingAPassword, is_no_way_to_guess_it_on_and_on) {
    const auto token = api.signIn("viewer");
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(change(token, "not-mine-at-all", better).status, 422);
    const auto answer = change(token, TestApi::password, better);
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.body.at("type").as_string(), problem_type::loginLocked);
    EXPECT_EQ(signInWith("viewer", TestApi::password), 429);
}

TEST_F(ChangingAPassword, does_not_undo_a_reset_that_came_in_between) {
    const auto token = api.signIn("viewer");
    const auto user = one("SELECT id FROM users WHERE username = 'viewer'");
    const auto hash = one("SELECT password_hash FROM users WHERE username = 'viewer'");
    const auto session = one("SELECT encode(token_hash, 'hex') FROM sessions");
    const auto changed = [&](const std::string& from, const std::string& by) {
        return one("SELECT change_password('" + user + "', '" + from + "', 'new', decode('" + by +
                   "', 'hex'), '') ->> 'refusal'");
    };
    EXPECT_EQ(changed("another hash", session), "changed");
    EXPECT_EQ(changed(hash, std::string(64, '0')), "changed"); // the session has ended
    EXPECT_EQ(one("SELECT password_hash FROM users WHERE username = 'viewer'"), hash);
    EXPECT_EQ(changed(hash, session), "");
}

} // namespace labwarden::identity

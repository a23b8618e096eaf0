// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/users.h"

#include "common/domain/problem.h"
#include "common/json/domain.h"
#include "server/identity/user_routes.h"
#include "tests/server/identity/people.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::identity {

namespace json = boost::json;
using test::TestApi;
using testing::AnyOf;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

/// The routes of people, and somebody signed in for each built-in role.
class People : public testing::Test {
protected:
    PasswordChecker passwordChecker;
    std::unique_ptr<Users> users;
    TestApi api{[this](storage::Database& database, storage::Redis& redis, EventSink& events) {
        users = std::make_unique<Users>(database, redis, passwordChecker, events);
        return userRoutes(*users);
    }};
    const std::string admin = test::openSession(api.schema, "admin");
    const std::string viewer = test::openSession(api.schema, "viewer");

    std::string one(const std::string& query) const {
        const auto rows = api.schema.sql(query);
        return rows.empty() ? "" : rows[0][0].c_str();
    }
    std::string idOf(const std::string& name) const {
        return one("SELECT id FROM users WHERE username = '" + name + "'");
    }
    std::int64_t versionOf(const std::string& name) const {
        return std::stoll(one("SELECT version FROM users WHERE username = '" + name + "'"));
    }
    static std::string path(const std::string& id, const std::string& more = {}) {
        return "/api/v1/users/" + id + more;
    }
    test::ApiAnswer edit(const std::string& name, const json::array& roles, bool disabled,
                         const std::string& token) {
        return api.put(
            path(idOf(name)),
            {{"displayName", "The " + name}, {"email", ""}, {"roles", roles}, {"disabled", disabled}}, token,
            versionOf(name));
    }
    /// Somebody who may change people, but has less than an admin.
    std::string
    assistant(const std::string& more = "devices:read,testcases:read,environments:read,runs:read") {
        test::addRole(api.schema, "assistant", "users:read,users:write," + more);
        test::addUser(api.schema, "assistant", "assistant");
        return test::openSession(api.schema, "assistant");
    }
    /// Whether what somebody may do is said to be more than the actor has, and nothing has changed.
    static bool isMoreThanOwn(const test::ApiAnswer& answer) {
        return answer.status == 403 && answer.body.at("type") == json::value(problem_type::moreThanOwn);
    }
    static bool isLastAdmin(const test::ApiAnswer& answer) {
        return answer.status == 409 && answer.body.at("type") == json::value(problem_type::lastAdmin);
    }
};

const json::value ada{{"username", "ada"},
                      {"displayName", "Ada"},
                      {"email", "ada@example.org"},
                      {"roles", {"viewer", "engineer"}}};

} // namespace

TEST_F(People, are_listed_with_roles_and_state_in_pages_from_the_oldest_on) {
    api.schema.sql(
        "INSERT INTO users (username, display_name, password_hash, kind) VALUES ('key:ci', 'CI', '', 'key')");
    api.schema.sql("INSERT INTO users (username, display_name, password_hash, deleted_at) VALUES ('gone', "
                   "'Gone', '', now())");
    std::vector<std::string> names;
    std::string cursor;
    do {
        const auto answer =
            api.get("/api/v1/users?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor), admin);
        ASSERT_EQ(answer.status, 200);
        for (const auto& user : answer.body.at("users").as_array()) {
            EXPECT_TRUE(wire::read<User>(user, wire::people)) << json::serialize(user); // strictly
            names.emplace_back(user.at("username").as_string());
        }
        cursor = answer.body.at("nextCursor").is_null()
                     ? ""
                     : std::string(answer.body.at("nextCursor").as_string());
    } while (!cursor.empty());
    EXPECT_THAT(names, ElementsAre("viewer", "engineer", "manager", "admin"));
    const auto manager = api.get(path(idOf("manager")), admin);
    EXPECT_EQ(manager.status, 200);
    EXPECT_EQ(manager.body.at("roles"), json::value({"lab manager"}));
    EXPECT_TRUE(manager.body.at("lastLoginAt").is_null());
    EXPECT_EQ(manager.body.at("version"), 1);
}

TEST_F(People, are_for_those_with_the_permission) {
    const auto manager = test::openSession(api.schema, "manager");
    for (const auto& token : {viewer, manager}) {
        EXPECT_EQ(api.get("/api/v1/users", token).status, 403);
        EXPECT_EQ(api.get(path(idOf("viewer")), token).status, 403);
        EXPECT_EQ(api.post("/api/v1/users", ada, token).status, 403);
        EXPECT_EQ(edit("viewer", {"admin"}, false, token).status, 403);
        EXPECT_EQ(api.post(path(idOf("viewer"), "/reset-password"), {}, token).status, 403);
    }
    EXPECT_EQ(one("SELECT count(*) FROM users"), "4");
}

TEST_F(People, that_nobody_has_heard_of_are_not_found) {
    for (const std::string& id :
         {std::string("00000000-0000-4000-8000-000000000000"), std::string("nonsense")}) {
        const json::value body{
            {"displayName", "x"}, {"email", ""}, {"roles", json::array()}, {"disabled", false}};
        EXPECT_EQ(api.get(path(id), admin).status, 404);
        EXPECT_EQ(api.put(path(id), body, admin, 1).status, 404);
        EXPECT_EQ(api.remove(path(id), admin, 1).status, 404);
        EXPECT_EQ(api.post(path(id, "/reset-password"), {}, admin).status, 404);
        EXPECT_EQ(api.post(path(id, "/unlock"), {}, admin).status, 404);
    }
}

TEST_F(People, are_added_with_a_password_that_is_told_once_and_has_to_be_changed) {
    const auto answer = api.post("/api/v1/users", ada, admin);
    ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
    const auto& user = answer.body.at("user");
    EXPECT_EQ(user.at("username"), "ada");
    EXPECT_EQ(user.at("roles"), json::value({"engineer", "viewer"}));
    EXPECT_EQ(user.at("mustChangePassword"), true);
    EXPECT_EQ(api.get(path(idOf("ada")), admin).body, user);
    const std::string password(answer.body.at("oneTimePassword").at("password").as_string());
    EXPECT_EQ(one("SELECT password_ends_at BETWEEN now() + interval '71 hours' AND now() + interval '73 "
                  "hours' FROM users WHERE username = 'ada'"),
              "t");
    const auto in = api.post("/api/v1/auth/login", {{"username", "ada"}, {"password", password}});
    ASSERT_EQ(in.status, 200);
    EXPECT_EQ(in.body.at("user").at("mustChangePassword"), true);
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%argon%' OR a::text LIKE '%" +
                  password + "%'"),
              "0");
    EXPECT_EQ(one("SELECT actor || ' ' || (new_value ->> 'username') || ' ' || (new_value ->> 'roles') FROM "
                  "audit_log WHERE action = 'user.create'"),
              R"(admin ada ["engineer", "viewer"])");
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::user);
    EXPECT_EQ(events[0].id, idOf("ada"));
    EXPECT_EQ(events[0].state, json::value(json::object())); // everybody hears it: it tells nothing
}

TEST_F(People, are_refused_with_all_faults_at_once) {
    const auto answer = api.post(
        "/api/v1/users",
        {{"username", "a b"}, {"displayName", " "}, {"email", "x"}, {"roles", json::array()}}, admin);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), UnorderedElementsAre("/username", "/displayName", "/email"));
    const auto unknown =
        api.post("/api/v1/users",
                 {{"username", "x"}, {"displayName", "X"}, {"roles", {"viewer", "queen", "king"}}}, admin);
    EXPECT_EQ(unknown.status, 422);
    EXPECT_THAT(unknown.faultsAt(), ElementsAre("/roles/1", "/roles/2"));
    const auto taken = api.post(
        "/api/v1/users", {{"username", "ADMIN"}, {"displayName", "X"}, {"roles", json::array()}}, admin);
    EXPECT_EQ(taken.status, 422);
    EXPECT_THAT(taken.faultsAt(), ElementsAre("/username"));
    EXPECT_EQ(one("SELECT count(*) FROM users"), "4");
}

TEST_F(People, are_changed_from_the_version_that_was_looked_at_and_no_other) {
    const json::value wanted{
        {"displayName", "Vera"}, {"email", "v@example.org"}, {"roles", {"engineer"}}, {"disabled", false}};
    EXPECT_EQ(api.put(path(idOf("viewer")), wanted, admin).status, 428);
    EXPECT_EQ(api.put(path(idOf("viewer")), wanted, admin, 2).status, 412);
    EXPECT_EQ(one("SELECT display_name FROM users WHERE username = 'viewer'"), "The viewer");
    const auto answer = api.put(path(idOf("viewer")), wanted, admin, 1);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("displayName"), "Vera");
    EXPECT_EQ(answer.body.at("email"), "v@example.org");
    EXPECT_EQ(answer.body.at("roles"), json::value({"engineer"}));
    EXPECT_EQ(answer.body.at("version"), 2);
    EXPECT_EQ(api.put(path(idOf("viewer")), wanted, admin, 1).status, 412);
    EXPECT_EQ(one("SELECT (old_value ->> 'displayName') || (old_value ->> 'roles') || (new_value ->> "
                  "'displayName') || (new_value ->> 'roles') "
                  "FROM audit_log WHERE action = 'user.update'"),
              R"(The viewer["viewer"]Vera["engineer"])");
    EXPECT_EQ(api.events.take().size(), 1u);
    EXPECT_EQ(api.put(path(idOf("viewer")), wanted, admin, 2).body,
              answer.body); // nothing to change: no new version
    EXPECT_EQ(api.events.take().size(), 0u);
    EXPECT_EQ(one("SELECT count(*) FROM audit_log WHERE action = 'user.update'"), "1");
    const auto unknown =
        api.put(path(idOf("viewer")),
                {{"displayName", "V"}, {"email", ""}, {"roles", {"queen"}}, {"disabled", false}}, admin, 2);
    EXPECT_EQ(unknown.status, 422);
    EXPECT_THAT(unknown.faultsAt(), ElementsAre("/roles/0"));
}

TEST_F(People, with_other_roles_may_something_else_on_their_very_next_request) {
    ASSERT_EQ(api.get("/api/v1/auth/me", viewer).status, 200); // there is a copy now
    EXPECT_EQ(api.get("/api/v1/users", viewer).status, 403);
    ASSERT_EQ(edit("viewer", {"admin"}, false, admin).status, 200);
    EXPECT_EQ(api.get("/api/v1/users", viewer).status, 200);
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).body.at("roles"), json::value({"admin"}));
    ASSERT_EQ(edit("viewer", json::array(), false, admin).status, 200);
    EXPECT_EQ(api.get("/api/v1/users", viewer).status, 403);
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).body.at("permissions"), json::value(json::array()));
}

TEST_F(People, that_are_disabled_are_out_at_once_and_come_back_when_enabled) {
    ASSERT_EQ(api.get("/api/v1/auth/me", viewer).status, 200);
    ASSERT_EQ(edit("viewer", {"viewer"}, true, admin).status, 200);
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).status, 401);
    EXPECT_EQ(one("SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE username = 'viewer'"),
              "0");
    EXPECT_EQ(one("SELECT actor FROM audit_log WHERE action = 'session.end'"), "admin");
    EXPECT_NE(
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}}).status,
        200);
    ASSERT_EQ(edit("viewer", {"viewer"}, false, admin).status, 200);
    EXPECT_EQ(
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}}).status,
        200);
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).status, 401); // an ended session stays ended
}

TEST_F(People, neither_disable_nor_delete_themselves) {
    test::addUser(api.schema, "eve", "admin");
    const auto disabled = edit("admin", {"admin"}, true, admin);
    EXPECT_EQ(disabled.status, 409);
    EXPECT_EQ(disabled.body.at("type"), "about:blank");
    EXPECT_EQ(api.remove(path(idOf("admin")), admin, 1).status, 409);
    EXPECT_EQ(one("SELECT count(*) FROM users WHERE username = 'admin' AND NOT disabled AND deleted_at IS "
                  "NULL AND version = 1"),
              "1");
}

TEST_F(People, always_have_an_admin_among_them) {
    EXPECT_TRUE(isLastAdmin(edit("admin", {"engineer"}, false, admin)));
    // Somebody may do as much as an admin and still not remove the last one.
    test::addRole(api.schema, "chief",
                  one("SELECT array_to_string(permissions, ',') FROM roles WHERE name = 'admin'"));
    test::addUser(api.schema, "chief", "chief");
    const auto chief = test::openSession(api.schema, "chief");
    EXPECT_TRUE(isLastAdmin(edit("admin", {"engineer"}, false, chief)));
    EXPECT_TRUE(isLastAdmin(edit("admin", {"admin"}, true, chief)));
    EXPECT_TRUE(isLastAdmin(api.remove(path(idOf("admin")), chief, 1)));
    // Neither a disabled one, nor one who is gone, nor a program counts.
    test::addUser(api.schema, "away", "admin");
    api.schema.sql("UPDATE users SET disabled = true WHERE username = 'away'");
    test::addUser(api.schema, "gone", "admin");
    api.schema.sql("UPDATE users SET deleted_at = now() WHERE username = 'gone'");
    test::addUser(api.schema, "program", "admin");
    api.schema.sql("UPDATE users SET kind = 'key' WHERE username = 'program'");
    EXPECT_TRUE(isLastAdmin(edit("admin", {"engineer"}, false, chief)));
    EXPECT_EQ(one("SELECT version FROM users WHERE username = 'admin'"), "1");
    EXPECT_EQ(edit("away", {"admin"}, false, chief).status, 200);
    EXPECT_EQ(edit("admin", {"engineer"}, false, chief).status, 200);
    EXPECT_TRUE(isLastAdmin(edit("away", {"admin"}, true, chief)));
}

TEST_F(People, are_beyond_those_who_have_less) {
    const auto token = assistant();
    EXPECT_TRUE(isMoreThanOwn(api.post("/api/v1/users", ada, token))); // an engineer may start runs
    EXPECT_TRUE(isMoreThanOwn(edit("viewer", {"viewer", "engineer"}, false, token))); // giving
    EXPECT_TRUE(isMoreThanOwn(edit("engineer", {"viewer"}, false, token)));           // taking
    EXPECT_TRUE(isMoreThanOwn(edit("admin", {"admin"}, true, token)));
    EXPECT_TRUE(isMoreThanOwn(edit("assistant", {"assistant", "admin"}, false, token)));
    EXPECT_TRUE(isMoreThanOwn(api.remove(path(idOf("engineer")), token, 1)));
    EXPECT_TRUE(isMoreThanOwn(api.post(path(idOf("engineer"), "/reset-password"), {}, token)));
    EXPECT_TRUE(isMoreThanOwn(api.post(path(idOf("engineer"), "/unlock"), {}, token)));
    EXPECT_TRUE(isMoreThanOwn(api.post(
        "/api/v1/users/bulk",
        {{"users", {{{"id", idOf("viewer")}, {"version", 1}}, {{"id", idOf("engineer")}, {"version", 1}}}},
         {"disabled", true}},
        token)));
    EXPECT_TRUE(isMoreThanOwn(
        api.post("/api/v1/users/bulk",
                 {{"users", {{{"id", idOf("viewer")}, {"version", 1}}}}, {"addRoles", {"admin"}}}, token)));
    EXPECT_EQ(one("SELECT count(*) FROM users WHERE version > 1 OR disabled OR deleted_at IS NOT NULL"), "0");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log"), "0");
    EXPECT_EQ(edit("viewer", {"viewer"}, true, token).status, 200);
}

TEST_F(People, that_are_deleted_leave_their_history_and_their_name) {
    api.schema.sql("INSERT INTO environments (name, document, created_by) SELECT 'Bench', '{\"name\": "
                   "\"Bench\"}', id FROM users WHERE username = 'viewer'");
    api.schema.sql("INSERT INTO known_addresses (user_id, address) SELECT id, '10.0.0.1' FROM users WHERE "
                   "username = 'viewer'");
    const auto id = idOf("viewer");
    EXPECT_EQ(api.remove(path(id), admin).status, 428);
    EXPECT_EQ(api.remove(path(id), admin, 7).status, 412);
    ASSERT_EQ(api.get("/api/v1/auth/me", viewer).status, 200);
    ASSERT_EQ(api.remove(path(id), admin, 1).status, 204);
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).status, 401);
    EXPECT_NE(
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}}).status,
        200);
    EXPECT_EQ(api.get(path(id), admin).status, 404);
    EXPECT_EQ(api.remove(path(id), admin, 2).status, 404);
    EXPECT_EQ(one("SELECT environment_json(e) ->> 'createdBy' FROM environments e"), "The viewer");
    EXPECT_EQ(one("SELECT (old_value ->> 'username') || (old_value ->> 'roles') FROM audit_log WHERE action "
                  "= 'user.delete'"),
              R"(viewer["viewer"])");
    EXPECT_EQ(one("SELECT count(*) FROM known_addresses"), "0");
    EXPECT_EQ(one("SELECT password_hash FROM users WHERE id = '" + id + "'"), "");
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events[0].deleted);
    EXPECT_EQ(api.post("/api/v1/users",
                       {{"username", "Viewer"}, {"displayName", "Another"}, {"roles", json::array()}}, admin)
                  .status,
              201);
}

TEST_F(People, whose_password_is_reset_have_a_one_time_one_and_no_session) {
    ASSERT_EQ(api.get("/api/v1/auth/me", viewer).status, 200);
    const auto answer = api.post(path(idOf("viewer"), "/reset-password"), {}, admin);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    const std::string password(answer.body.at("password").as_string());
    EXPECT_TRUE(Timestamp::parse(std::string(answer.body.at("expiresAt").as_string())));
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).status, 401);
    EXPECT_EQ(
        api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", TestApi::password}}).status,
        401);
    const auto in = api.post("/api/v1/auth/login", {{"username", "viewer"}, {"password", password}});
    ASSERT_EQ(in.status, 200);
    const std::string token(in.body.at("token").as_string());
    EXPECT_EQ(api.put("/api/v1/auth/me", {{"displayName", "V"}, {"email", ""}}, token, 2).status,
              403); // change it first
    EXPECT_EQ(one("SELECT version FROM users WHERE username = 'viewer'"), "2");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%argon%' OR a::text LIKE '%" +
                  password + "%'"),
              "0");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log WHERE action = 'user.reset-password' AND actor = 'admin'"),
              "1");
    EXPECT_NE(api.post(path(idOf("viewer"), "/reset-password"), {}, admin).body.at("password"),
              json::value(password));
}

TEST_F(People, that_are_locked_out_are_let_in_again) {
    const auto attempts = "INSERT INTO login_attempts (account, address, failures) VALUES ('viewer', "
                          "'10.0.0.1', 10), ('engineer', '10.0.0.1', 3)";
    for (const char* way : {"/unlock", "/reset-password"}) {
        api.schema.sql("TRUNCATE login_attempts");
        api.schema.sql(attempts);
        EXPECT_EQ(api.get(path(idOf("viewer")), admin).body.at("locked"), true);
        EXPECT_EQ(api.get(path(idOf("engineer")), admin).body.at("locked"), false);
        EXPECT_THAT(api.post(path(idOf("viewer"), way), {}, admin).status, AnyOf(200, 204));
        EXPECT_EQ(api.get(path(idOf("viewer")), admin).body.at("locked"), false);
        EXPECT_EQ(one("SELECT string_agg(account, ',') FROM login_attempts"), "engineer");
    }
    EXPECT_EQ(one("SELECT count(*) FROM audit_log WHERE action = 'user.unlock' AND target_id = '" +
                  idOf("viewer") + "'"),
              "1");
}

TEST_F(People, are_changed_many_at_once_or_nobody) {
    const auto bulk = [&](const json::value& names, json::object change) {
        json::array chosen;
        for (const auto& name : names.as_array())
            chosen.push_back({{"id", idOf(std::string(name.as_string()))},
                              {"version", versionOf(std::string(name.as_string()))}});
        change["users"] = chosen;
        return api.post("/api/v1/users/bulk", change, admin);
    };
    const auto answer =
        bulk({"engineer", "viewer"}, {{"addRoles", {"lab manager"}}, {"removeRoles", {"viewer"}}});
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("users").at(0).at("roles"), json::value({"engineer", "lab manager"}));
    EXPECT_EQ(answer.body.at("users").at(1).at("roles"), json::value({"lab manager"}));
    EXPECT_EQ(api.events.take().size(), 2u);

    const auto stale = api.post(
        "/api/v1/users/bulk",
        {{"users", {{{"id", idOf("viewer")}, {"version", 2}}, {{"id", idOf("engineer")}, {"version", 1}}}},
         {"disabled", true}},
        admin);
    EXPECT_EQ(stale.status, 412);
    test::addUser(api.schema, "eve", "admin");
    const auto self = bulk({"viewer", "admin"}, {{"disabled", true}});
    EXPECT_EQ(self.status, 409);
    ASSERT_EQ(self.body.at("conflicts").as_array().size(), 1u);
    EXPECT_EQ(self.body.at("conflicts").at(0).at("username"), "admin");
    EXPECT_TRUE(isLastAdmin(bulk({"admin", "viewer", "eve"}, {{"removeRoles", {"admin"}}})));
    EXPECT_EQ(bulk({"viewer"}, {{"addRoles", {"queen"}}}).faultsAt(),
              std::vector<std::string>{"/addRoles/0"});
    EXPECT_EQ(bulk({"viewer"}, {}).status, 422);
    EXPECT_EQ(one("SELECT count(*) FROM users WHERE disabled"), "0");

    const auto out = test::openSession(api.schema, "viewer");
    EXPECT_EQ(bulk({"viewer", "manager"}, {{"disabled", true}}).status, 200);
    EXPECT_EQ(api.get("/api/v1/auth/me", out).status, 401);
    EXPECT_EQ(one("SELECT count(*) FROM users WHERE disabled"), "2");
    EXPECT_EQ(bulk({"eve"}, {{"removeRoles", {"admin"}}}).status, 200); // another admin is left
}

TEST_F(People, are_changed_five_hundred_at_once) {
    api.schema.sql("INSERT INTO users (username, display_name, password_hash) SELECT 'c' || i, 'C', '*' FROM "
                   "generate_series(1, 500) i");
    json::array chosen;
    for (const auto& row : api.schema.sql("SELECT id FROM users WHERE username ~ '^c[0-9]'"))
        chosen.push_back({{"id", row[0].c_str()}, {"version", 1}});
    const auto answer = api.post("/api/v1/users/bulk",
                                 {{"users", chosen}, {"addRoles", {"engineer"}}, {"disabled", true}}, admin);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(
        one("SELECT count(*) FROM users JOIN user_roles ON user_id = id WHERE disabled AND version = 2"),
        "500");
    chosen.push_back({{"id", idOf("viewer")}, {"version", 1}});
    EXPECT_EQ(api.post("/api/v1/users/bulk", {{"users", chosen}, {"disabled", false}}, admin).faultsAt(),
              std::vector<std::string>{"/users"});
}

TEST_F(People, change_their_own_profile_and_see_it_at_once) {
    ASSERT_EQ(api.get("/api/v1/auth/me", viewer).body.at("version"), 1);
    const json::value wanted{{"displayName", "Vera"}, {"email", "v@example.org"}};
    EXPECT_EQ(api.put("/api/v1/auth/me", wanted, viewer).status, 428);
    EXPECT_EQ(api.put("/api/v1/auth/me", wanted, viewer, 2).status, 412);
    EXPECT_THAT(
        api.put("/api/v1/auth/me", {{"displayName", ""}, {"email", "x"}, {"roles", {"admin"}}}, viewer, 1)
            .faultsAt(),
        UnorderedElementsAre("/displayName", "/roles"));
    EXPECT_EQ(api.put("/api/v1/auth/me", {{"displayName", "V"}, {"email", "x"}}, viewer, 1).status, 422);
    const auto answer = api.put("/api/v1/auth/me", wanted, viewer, 1);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("displayName"), "Vera");
    EXPECT_EQ(answer.body.at("version"), 2);
    EXPECT_EQ(api.get("/api/v1/auth/me", viewer).body, answer.body);
    EXPECT_EQ(
        one("SELECT actor || ' ' || (new_value ->> 'email') FROM audit_log WHERE action = 'user.update'"),
        "viewer v@example.org");
    EXPECT_EQ(api.events.take().size(), 1u);
}

} // namespace labwarden::identity

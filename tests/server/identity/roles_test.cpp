// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/roles.h"

#include "common/domain/problem.h"
#include "common/json/domain.h"
#include "server/identity/permissions.h"
#include "server/identity/role_routes.h"
#include "tests/server/identity/people.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace labwarden::identity {

namespace json = boost::json;
using test::TestApi;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class TheRoles : public testing::Test {
protected:
    std::unique_ptr<Roles> roles;
    TestApi api{[this](storage::Database& database, storage::Redis& redis, EventSink& events) {
        roles = std::make_unique<Roles>(database, redis, events);
        return roleRoutes(*roles);
    }};
    const std::string admin = test::openSession(api.schema, "admin");

    std::string one(const std::string& query) const {
        const auto rows = api.schema.sql(query);
        return rows.empty() ? "" : rows[0][0].c_str();
    }
    std::string path(const std::string& name) const {
        return "/api/v1/roles/" + one("SELECT id FROM roles WHERE name = '" + name + "'");
    }
    static bool isMoreThanOwn(const test::ApiAnswer& answer) {
        return answer.status == 403 && answer.body.at("type") == json::value(problem_type::moreThanOwn);
    }
};

const json::value nightShift{{"name", "night shift"},
                             {"description", "Watches"},
                             {"permissions", {"runs:read", "devices:read", "runs:read"}}};

} // namespace

TEST_F(TheRoles, are_listed_built_in_ones_first_with_how_many_people_have_them) {
    test::addRole(api.schema, "auditor", "audit:read");
    api.schema.sql("INSERT INTO users (username, display_name, password_hash, deleted_at) VALUES ('gone', "
                   "'Gone', '', now())");
    api.schema.sql("INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r WHERE u.username = 'gone' "
                   "AND r.name = 'viewer'");
    const auto answer = api.get("/api/v1/roles", admin);
    ASSERT_EQ(answer.status, 200);
    std::vector<std::string> said;
    for (const auto& role : answer.body.at("roles").as_array()) {
        EXPECT_TRUE(wire::read<Role>(role, wire::people)) << json::serialize(role); // strictly
        said.push_back(std::string(role.at("name").as_string()) + " " +
                       std::to_string(role.at("userCount").as_int64()) +
                       (role.at("builtIn").as_bool() ? " built in" : ""));
    }
    EXPECT_THAT(said, ElementsAre("viewer 1 built in", "engineer 1 built in", "lab manager 1 built in",
                                  "admin 1 built in", "auditor 0"));
}

TEST_F(TheRoles, are_made_of_permissions_that_are_listed_with_what_they_mean) {
    const auto answer = api.get("/api/v1/permissions", admin);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.at("permissions"), json::value_from(allPermissions()));
}

TEST_F(TheRoles, of_the_admin_hold_every_permission_there_is) {
    std::set<std::string> all;
    for (const auto& permission : allPermissions())
        all.insert(permission.name);
    const auto me = api.get("/api/v1/auth/me", admin);
    std::set<std::string> held;
    for (const auto& permission : me.body.at("permissions").as_array())
        held.emplace(permission.as_string());
    EXPECT_EQ(held, all);
}

TEST_F(TheRoles, grow_by_one_that_has_each_permission_once) {
    const auto answer = api.post("/api/v1/roles", nightShift, admin);
    ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("permissions"), json::value({"devices:read", "runs:read"}));
    EXPECT_EQ(answer.body.at("builtIn"), false);
    EXPECT_EQ(answer.body.at("version"), 1);
    EXPECT_EQ(one("SELECT actor || ' ' || (new_value ->> 'permissions') FROM audit_log WHERE action = "
                  "'role.create'"),
              R"(admin ["devices:read", "runs:read"])");
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::role);
    EXPECT_EQ(events[0].state, json::value(json::object()));
    for (const char* taken : {"NIGHT shift", "Admin"})
        EXPECT_THAT(
            api.post("/api/v1/roles", {{"name", taken}, {"permissions", json::array()}}, admin).faultsAt(),
            ElementsAre("/name"));
    const auto faulty =
        api.post("/api/v1/roles", {{"name", " x"}, {"permissions", {"devices:read", "devices:fly"}}}, admin);
    EXPECT_EQ(faulty.status, 422);
    EXPECT_THAT(faulty.faultsAt(), ElementsAre("/name", "/permissions/1"));
}

TEST_F(TheRoles, are_for_those_with_the_permission) {
    const auto manager = test::openSession(api.schema, "manager");
    test::addRole(api.schema, "reader", "users:read,users:write");
    test::addUser(api.schema, "reader", "reader");
    const auto reader = test::openSession(api.schema, "reader");
    EXPECT_EQ(api.get("/api/v1/roles", manager).status, 403);
    EXPECT_EQ(api.get("/api/v1/permissions", manager).status, 403);
    EXPECT_EQ(api.get("/api/v1/roles", reader).status, 200);
    EXPECT_EQ(api.post("/api/v1/roles", {{"name", "x"}, {"permissions", json::array()}}, reader).status, 403);
    EXPECT_EQ(api.put(path("reader"), {{"name", "x"}, {"permissions", json::array()}}, reader, 1).status,
              403);
    EXPECT_EQ(api.remove(path("reader"), reader, 1).status, 403);
}

TEST_F(TheRoles, that_change_change_what_their_people_may_do_on_the_very_next_request) {
    test::addRole(api.schema, "night shift", "devices:read");
    std::vector<std::string> tokens;
    for (const char* name : {"nia", "nils"}) {
        test::addUser(api.schema, name, "night shift");
        tokens.push_back(test::openSession(api.schema, name));
        EXPECT_EQ(api.get("/api/v1/roles", tokens.back()).status, 403); // there is a copy now
    }
    const auto nightShiftPath = path("night shift");
    const auto answer =
        api.put(nightShiftPath, {{"name", "day shift"}, {"permissions", {"users:read"}}}, admin, 1);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("version"), 2);
    EXPECT_EQ(answer.body.at("userCount"), 2);
    for (const auto& token : tokens) {
        EXPECT_EQ(api.get("/api/v1/roles", token).status, 200);
        EXPECT_EQ(api.get("/api/v1/auth/me", token).body.at("roles"), json::value({"day shift"}));
    }
    EXPECT_EQ(one("SELECT (old_value ->> 'name') || (old_value ->> 'permissions') || (new_value ->> 'name') "
                  "|| (new_value ->> 'permissions') "
                  "FROM audit_log WHERE action = 'role.update'"),
              R"(night shift["devices:read"]day shift["users:read"])");
    EXPECT_EQ(api.events.take().size(), 1u);
    ASSERT_EQ(
        api.put(nightShiftPath, {{"name", "day shift"}, {"permissions", json::array()}}, admin, 2).status,
        200);
    for (const auto& token : tokens)
        EXPECT_EQ(api.get("/api/v1/roles", token).status, 403);
}

TEST_F(TheRoles, that_thousands_have_change_for_all_of_them_at_once) {
    test::addRole(api.schema, "crowd", "devices:read,users:read");
    api.schema.sql("INSERT INTO users (username, display_name, password_hash) SELECT 'c' || i, 'C', '*' FROM "
                   "generate_series(1, 2500) i");
    api.schema.sql("INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r WHERE u.username ~ "
                   "'^c[0-9]' AND r.name = 'crowd'");
    api.schema.sql("INSERT INTO sessions (token_hash, user_id, expires_at, ends_at) SELECT "
                   "sha256(username::bytea), id, now() + interval '1 hour', "
                   "now() + interval '1 hour' FROM users WHERE username ~ '^c[0-9]'");
    const auto token = test::openSession(api.schema, "c2500");
    EXPECT_EQ(api.get("/api/v1/roles", token).status, 200);
    ASSERT_EQ(api.put(path("crowd"), {{"name", "crowd"}, {"permissions", {"devices:read"}}}, admin, 1).status,
              200);
    EXPECT_EQ(api.get("/api/v1/roles", token).status, 403);
    long long removed = 0;
    for (const auto& row : api.schema.sql("SELECT encode(token_hash, 'hex') FROM sessions JOIN users u ON "
                                          "u.id = user_id WHERE username ~ '^c[0-9]'"))
        removed += api.redis->command({"EXISTS", api.redis->prefix() + "session:" + row[0].c_str()}).integer;
    EXPECT_EQ(removed, 2501);
}

TEST_F(TheRoles, are_changed_from_the_version_that_was_looked_at_and_no_other) {
    test::addRole(api.schema, "night shift", "devices:read");
    const json::value wanted{
        {"name", "night shift"}, {"description", "x"}, {"permissions", {"devices:read"}}};
    EXPECT_EQ(api.put(path("night shift"), wanted, admin).status, 428);
    EXPECT_EQ(api.put(path("night shift"), wanted, admin, 2).status, 412);
    const auto answer = api.put(path("night shift"), wanted, admin, 1);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(api.put(path("night shift"), wanted, admin, 2).body,
              answer.body); // nothing to change: no new version
    EXPECT_EQ(
        api.put(path("night shift"), {{"name", "VIEWER"}, {"permissions", json::array()}}, admin, 2).status,
        422);
    EXPECT_EQ(
        api.put(path("night shift"), {{"name", "Night Shift"}, {"permissions", json::array()}}, admin, 2)
            .status,
        200);
    EXPECT_EQ(api.put("/api/v1/roles/nonsense", wanted, admin, 1).status, 404);
    EXPECT_EQ(api.remove("/api/v1/roles/00000000-0000-4000-8000-000000000000", admin, 1).status, 404);
}

TEST_F(TheRoles, that_are_built_in_stay_as_they_are) {
    for (const char* name : {"viewer", "engineer", "lab manager", "admin"}) {
        EXPECT_EQ(api.put(path(name), {{"name", name}, {"permissions", {"devices:read"}}}, admin, 1).status,
                  409);
        EXPECT_EQ(api.remove(path(name), admin, 1).status, 409);
    }
    EXPECT_EQ(one("SELECT count(*) FROM roles WHERE built_in AND version = 1"), "4");
}

TEST_F(TheRoles, that_somebody_has_are_not_deleted_and_say_how_many_have_them) {
    test::addRole(api.schema, "night shift", "devices:read");
    test::addUser(api.schema, "nia", "night shift");
    const auto role = path("night shift");
    const auto used = api.remove(role, admin, 1);
    EXPECT_EQ(used.status, 409);
    EXPECT_THAT(std::string(used.body.at("detail").as_string()), HasSubstr("One person"));
    test::addUser(api.schema, "nils", "night shift");
    EXPECT_THAT(std::string(api.remove(role, admin, 1).body.at("detail").as_string()), HasSubstr("2 people"));
    api.schema.sql(
        "DELETE FROM user_roles WHERE role_id = (SELECT id FROM roles WHERE name = 'night shift')");
    EXPECT_EQ(api.remove(role, admin).status, 428);
    EXPECT_EQ(api.remove(role, admin, 2).status, 412);
    EXPECT_EQ(api.remove(role, admin, 1).status, 204);
    EXPECT_EQ(api.remove(role, admin, 1).status, 404);
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events[0].deleted);
    EXPECT_EQ(one("SELECT old_value ->> 'name' FROM audit_log WHERE action = 'role.delete'"), "night shift");
}

TEST_F(TheRoles, are_beyond_those_who_have_less) {
    test::addRole(api.schema, "maker", "users:read,roles:write,devices:read");
    test::addRole(api.schema, "auditor", "audit:read");
    test::addUser(api.schema, "maker", "maker");
    const auto maker = test::openSession(api.schema, "maker");
    EXPECT_TRUE(
        isMoreThanOwn(api.post("/api/v1/roles", {{"name", "x"}, {"permissions", {"audit:read"}}}, maker)));
    EXPECT_TRUE(isMoreThanOwn(
        api.put(path("maker"), {{"name", "maker"}, {"permissions", {"users:write"}}}, maker, 1)));
    EXPECT_TRUE(isMoreThanOwn(
        api.put(path("auditor"), {{"name", "auditor"}, {"permissions", json::array()}}, maker, 1)));
    EXPECT_TRUE(isMoreThanOwn(api.remove(path("auditor"), maker, 1)));
    EXPECT_EQ(one("SELECT count(*) FROM roles WHERE version > 1"), "0");
    EXPECT_EQ(one("SELECT count(*) FROM roles"), "6");
    EXPECT_EQ(api.post("/api/v1/roles", {{"name", "x"}, {"permissions", {"devices:read"}}}, maker).status,
              201);
}

} // namespace labwarden::identity

// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/migrations.h"

#include "server/errors.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace labwarden::storage {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

namespace {

const std::string& ownerUrl() {
    return test::Services::get().postgres;
}

const sql::Migration first{1, "first", "aa", "CREATE TABLE one (n integer)"};
const sql::Migration second{2, "second", "bb", "CREATE TABLE two (n integer)"};
const sql::Migration secondChanged{2, "second", "b2", "CREATE TABLE two (n bigint)"};
const sql::Migration broken{2, "broken", "cc", "CREATE TABLE half (n integer); SELECT 1 / 0"};
const sql::FunctionFile answer{
    "x/answer", "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT later()'"};
const sql::FunctionFile later{"x/later",
                              "CREATE OR REPLACE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 42'"};

} // namespace

TEST(Migrations, bring_an_empty_database_to_the_newest_version) {
    const test::TestSchema schema(false);
    const auto report = migrate(ownerUrl(), schema.name());
    EXPECT_EQ(report.applied.size(), sql::migrations().size());
    EXPECT_EQ(report.applied.front(), "V001 initial");
    EXPECT_EQ(report.version, sql::migrations().back().version);
    EXPECT_NO_THROW(checkSchema(*schema.open()));
}

TEST(Migrations, change_nothing_the_second_time) {
    const test::TestSchema schema;
    const auto before = schema.sql("SELECT max(applied_at) FROM schema_migrations");
    EXPECT_THAT(migrate(ownerUrl(), schema.name()).applied, IsEmpty());
    EXPECT_STREQ(schema.sql("SELECT max(applied_at) FROM schema_migrations")[0][0].c_str(),
                 before[0][0].c_str());
    EXPECT_EQ(schema.sql("SELECT count(*) FROM roles")[0][0].as<int>(), 4);
}

TEST(Migrations, started_twice_at_once_are_laid_once) {
    const test::TestSchema schema(false);
    std::vector<std::future<std::size_t>> both;
    for (int i = 0; i < 4; ++i)
        both.push_back(std::async(std::launch::async,
                                  [&] { return migrate(ownerUrl(), schema.name()).applied.size(); }));
    std::size_t applied = 0;
    for (auto& one : both)
        applied += one.get();
    EXPECT_EQ(applied, sql::migrations().size());
}

TEST(Migrations, that_come_later_are_added_to_those_applied) {
    const test::TestSchema schema(false);
    const std::vector known{first, second};
    EXPECT_THAT(migrate(ownerUrl(), schema.name(), std::span(known).first(1), {}).applied,
                ElementsAre("V001 first"));
    EXPECT_THAT(migrate(ownerUrl(), schema.name(), known, {}).applied, ElementsAre("V002 second"));
    EXPECT_EQ(schema.sqlAsApp("SELECT count(*) FROM two")[0][0].as<int>(), 0); // granted too
}

TEST(Migrations, changed_after_they_were_applied_are_refused_by_name) {
    const test::TestSchema schema(false);
    migrate(ownerUrl(), schema.name(), std::vector{first, second}, {});
    EXPECT_THAT(
        [&] {
            migrate(ownerUrl(), schema.name(), std::vector{first, secondChanged}, {});
        },
        ThrowsMessage<SchemaError>(HasSubstr("V002 second was applied with another content")));
}

TEST(Migrations, refuse_a_schema_newer_than_the_program) {
    const test::TestSchema schema(false);
    migrate(ownerUrl(), schema.name(), std::vector{first, second}, {});
    EXPECT_THAT([&] { migrate(ownerUrl(), schema.name(), std::vector{first}, {}); },
                ThrowsMessage<SchemaError>(
                    HasSubstr("is at version 2, this program knows 1: install a newer Labwarden")));
    EXPECT_THAT([&] { checkSchema(*schema.open(), std::vector{first}); },
                ThrowsMessage<SchemaError>(HasSubstr("install a newer Labwarden")));
}

TEST(Migrations, that_fail_leave_nothing_of_themselves) {
    const test::TestSchema schema(false);
    EXPECT_THROW(migrate(ownerUrl(), schema.name(), std::vector{first, broken}, {}), pqxx::sql_error);
    EXPECT_EQ(schema.sql("SELECT max(version) FROM schema_migrations")[0][0].as<int>(), 1);
    EXPECT_TRUE(schema.sql("SELECT to_regclass('half')")[0][0].is_null());
    EXPECT_THAT(migrate(ownerUrl(), schema.name(), std::vector{first, second}, {}).applied,
                ElementsAre("V002 second"));
}

TEST(Migrations, lay_functions_that_name_one_another_in_any_order) {
    const test::TestSchema schema(false);
    migrate(ownerUrl(), schema.name(), std::vector{first}, std::vector{answer, later});
    EXPECT_EQ(schema.sqlAsApp("SELECT answer()")[0][0].as<int>(), 42);
    const sql::FunctionFile anew{
        "x/later", "CREATE OR REPLACE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 43'"};
    migrate(ownerUrl(), schema.name(), std::vector{first}, std::vector{answer, anew});
    EXPECT_EQ(schema.sqlAsApp("SELECT answer()")[0][0].as<int>(), 43);
}

TEST(Migrations, missing_at_the_servers_start_are_named_with_what_to_do) {
    const test::TestSchema schema(false);
    EXPECT_THAT([&] { checkSchema(*schema.open()); },
                ThrowsMessage<SchemaError>(HasSubstr("run `labwardend migrate`")));
    migrate(ownerUrl(), schema.name(), std::vector{first}, {});
    EXPECT_THAT(
        [&] {
            checkSchema(*schema.open(), std::vector{first, second});
        },
        ThrowsMessage<SchemaError>(HasSubstr("lacks migration V002 second: run `labwardend migrate`")));
}

TEST(TheServersRole, can_add_to_the_audit_log_and_read_it_but_not_rewrite_it) {
    const test::TestSchema schema;
    schema.sqlAsApp(
        "INSERT INTO audit_log (actor, action, target_kind, target_id) VALUES ('a', 'b', 'c', 'd')");
    EXPECT_EQ(schema.sqlAsApp("SELECT count(*) FROM audit_log")[0][0].as<int>(), 1);
    EXPECT_THROW(schema.sqlAsApp("UPDATE audit_log SET actor = 'x'"), pqxx::insufficient_privilege);
    EXPECT_THROW(schema.sqlAsApp("DELETE FROM audit_log"), pqxx::insufficient_privilege);
    EXPECT_THROW(schema.sqlAsApp("TRUNCATE audit_log"), pqxx::insufficient_privilege);
}

TEST(TheServersRole, owns_nothing_and_makes_nothing) {
    const test::TestSchema schema;
    EXPECT_EQ(
        schema
            .sql("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                 "WHERE n.nspname = current_schema() AND pg_get_userbyid(c.relowner) = 'labwarden_app'")[0][0]
            .as<int>(),
        0);
    EXPECT_THROW(schema.sqlAsApp("CREATE TABLE mine (n integer)"), pqxx::insufficient_privilege);
    EXPECT_THROW(schema.sqlAsApp("ALTER TABLE users ADD COLUMN mine integer"), pqxx::sql_error);
    EXPECT_THROW(
        schema.sqlAsApp("INSERT INTO schema_migrations (version, name, checksum) VALUES (99, 'x', 'y')"),
        pqxx::insufficient_privilege);
    EXPECT_THROW(schema.sqlAsApp("DROP FUNCTION rfc3339(timestamptz)"), pqxx::sql_error);
}

} // namespace labwarden::storage

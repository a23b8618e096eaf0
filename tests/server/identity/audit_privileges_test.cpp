// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the server's own role can do to the audit log: add to it and read it. Privileges say so, no habit.

#include "tests/server/support/services.h"

#include <gtest/gtest.h>

namespace labwarden::identity {
namespace {

constexpr const char* anEntry =
    "INSERT INTO audit_log (actor, action, target_kind, target_id) VALUES ('a', 'b', 'c', 'd')";

class TheServersRoleAndTheAuditLog : public testing::Test {
protected:
    void SetUp() override { schema.sqlAsApp(anEntry); }
    void TearDown() override {
        EXPECT_EQ(
            schema.sql("SELECT count(*) FROM audit_log WHERE actor = 'a' AND action = 'b'")[0][0].as<int>(),
            1);
    }
    /// For lack of the privilege, or of being its owner, and nothing else.
    void expectDenied(const std::string& sql) const {
        EXPECT_THROW(schema.sqlAsApp(sql), pqxx::insufficient_privilege) << sql;
    }

    const test::TestSchema schema;
};

} // namespace

TEST_F(TheServersRoleAndTheAuditLog, read_and_add) {
    EXPECT_EQ(schema.sqlAsApp("SELECT count(*) FROM audit_log")[0][0].as<int>(), 1);
    EXPECT_EQ(
        schema
            .sql(
                "SELECT count(*) FROM audit_log WHERE at BETWEEN now() - interval '1 minute' AND now()")[0][0]
            .as<int>(),
        1);
}

TEST_F(TheServersRoleAndTheAuditLog, change_no_entry) {
    expectDenied("UPDATE audit_log SET actor = 'x'");
    expectDenied("UPDATE audit_log SET new_value = NULL");
    expectDenied("INSERT INTO audit_log (actor, action, target_kind, target_id) VALUES ('a', 'b', 'c', 'd') "
                 "ON CONFLICT (id) DO UPDATE SET actor = 'x'");
    expectDenied(
        "MERGE INTO audit_log USING (SELECT 1) one ON true WHEN MATCHED THEN UPDATE SET actor = 'x'");
    expectDenied("SELECT * FROM audit_log FOR UPDATE");
}

TEST_F(TheServersRoleAndTheAuditLog, remove_no_entry) {
    expectDenied("DELETE FROM audit_log");
    expectDenied("TRUNCATE audit_log");
    expectDenied("TRUNCATE audit_log RESTART IDENTITY CASCADE");
    expectDenied("DROP TABLE audit_log");
    expectDenied("DROP INDEX audit_log_at");
    expectDenied("MERGE INTO audit_log USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE");
}

TEST_F(TheServersRoleAndTheAuditLog, choose_neither_when_nor_in_which_place) {
    expectDenied("INSERT INTO audit_log (actor, action, target_kind, target_id, at) VALUES ('a', 'x', 'c', "
                 "'d', '2020-01-01')");
    expectDenied("INSERT INTO audit_log (id, actor, action, target_kind, target_id) OVERRIDING SYSTEM VALUE "
                 "VALUES (7, 'a', 'x', 'c', 'd')");
    expectDenied("INSERT INTO audit_log VALUES (DEFAULT, DEFAULT, NULL, 'a', '', 'x', 'c', 'd', NULL, NULL)");
    expectDenied("SELECT setval('audit_log_id_seq', 1)");
    expectDenied("SELECT nextval('audit_log_id_seq')");
    expectDenied("ALTER SEQUENCE audit_log_id_seq RESTART");
}

TEST_F(TheServersRoleAndTheAuditLog, change_nothing_of_the_table_itself) {
    expectDenied("ALTER TABLE audit_log DISABLE TRIGGER ALL");
    expectDenied("ALTER TABLE audit_log ALTER COLUMN at DROP DEFAULT");
    expectDenied("ALTER TABLE audit_log ADD COLUMN note text");
    expectDenied("ALTER TABLE audit_log RENAME TO other_log");
    expectDenied("ALTER TABLE audit_log OWNER TO labwarden_app");
    expectDenied("CREATE TRIGGER swallow BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION "
                 "suppress_redundant_updates_trigger()");
    expectDenied("CREATE RULE swallow AS ON INSERT TO audit_log DO INSTEAD NOTHING");
    expectDenied("CREATE POLICY none ON audit_log USING (false)");
    expectDenied("CREATE OR REPLACE FUNCTION audit_by(p_actor text, p_actor_id uuid, p_address text, "
                 "p_action text, p_kind text, "
                 "p_id text, p_old jsonb, p_new jsonb) RETURNS void LANGUAGE sql AS ''");
}

TEST_F(TheServersRoleAndTheAuditLog, give_themselves_nothing) {
    schema.sqlAsApp("GRANT ALL ON audit_log TO PUBLIC"); // a warning that nothing was granted
    EXPECT_EQ(schema
                  .sql("SELECT count(*) FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = "
                       "'audit_log'::regclass AND a.grantee = 0")[0][0]
                  .as<int>(),
              0);
    expectDenied("UPDATE audit_log SET actor = 'x'");
}

TEST_F(TheServersRoleAndTheAuditLog, know_no_way_round) {
    expectDenied("SET session_replication_role = replica");
    expectDenied("SET ROLE labwarden_owner");
    expectDenied("SET SESSION AUTHORIZATION labwarden_owner");
    expectDenied("CREATE VIEW door AS SELECT * FROM audit_log");
    expectDenied("COPY audit_log FROM PROGRAM 'true'");
    EXPECT_FALSE(
        schema.sqlAsApp("SELECT pg_has_role('labwarden_app', 'labwarden_owner', 'MEMBER')")[0][0].as<bool>());
    EXPECT_EQ(schema
                  .sql("SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                       "WHERE n.nspname = current_schema() AND p.prosecdef")[0][0]
                  .as<int>(),
              0)
        << "a function with its owner's rights needs a test of its own here";
}

TEST_F(TheServersRoleAndTheAuditLog, meet_again_behind_a_view_of_the_owners) {
    schema.sql("CREATE VIEW door WITH (security_invoker = true) AS SELECT * FROM audit_log; "
               "GRANT ALL ON door TO labwarden_app");
    expectDenied("UPDATE door SET actor = 'x'");
    expectDenied("DELETE FROM door");
    expectDenied("INSERT INTO door (actor, action, target_kind, target_id, at) VALUES ('a', 'x', 'c', 'd', "
                 "'2020-01-01')");
}

TEST_F(TheServersRoleAndTheAuditLog, have_no_temporary_table_that_would_stand_before_it) {
    expectDenied("CREATE TEMPORARY TABLE audit_log (actor text)");
    expectDenied("CREATE TEMPORARY VIEW door AS SELECT * FROM audit_log");
}

} // namespace labwarden::identity

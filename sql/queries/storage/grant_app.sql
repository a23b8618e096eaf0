-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the server's role may do, after every migration: it owns nothing, cannot touch the record of migrations, and nobody else may
-- call the functions. To the audit log it adds; when and in which place is not its to say, and what stands there, stands. What stands in
-- the history of devices stands, too, and so does a revision of a test case.
DO $$
DECLARE
    s text := current_schema();
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO labwarden_app', s);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO labwarden_app', s);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO labwarden_app', s);
    EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %I FROM PUBLIC', s);
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO labwarden_app', s);
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON schema_migrations FROM labwarden_app;
    IF to_regclass('device_history') IS NOT NULL THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON device_history FROM labwarden_app;
    END IF;
    IF to_regclass('test_case_revisions') IS NOT NULL THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON test_case_revisions FROM labwarden_app;
    END IF;
    IF to_regclass('audit_log') IS NOT NULL THEN
        REVOKE ALL ON audit_log FROM labwarden_app;
        REVOKE ALL ON SEQUENCE audit_log_id_seq FROM labwarden_app;
        GRANT SELECT ON audit_log TO labwarden_app;
        GRANT INSERT (actor_id, actor, address, action, target_kind, target_id, old_value, new_value) ON audit_log TO labwarden_app;
    END IF;
END $$

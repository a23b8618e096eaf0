-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Identity in full: versions of users and roles, one-time passwords, API keys, log-in attempts.
-- Everything new has a default, so that a server of the release before goes on working beside it.

ALTER TABLE roles
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN version     bigint NOT NULL DEFAULT 1,
    ADD COLUMN created_at  timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX roles_name ON roles (lower(name));
UPDATE roles SET description = d.description, permissions = roles.permissions || d.more
FROM (VALUES ('viewer', 'Sees everything of the lab, changes nothing', '{}'::text[]),
             ('engineer', 'Writes test cases and environments, starts test runs', '{}'),
             ('lab manager', 'Keeps the devices, and the runs of others in check', '{}'),
             ('admin', 'Decides who may do what', '{roles:write,apikeys:write}')) d (name, description, more)
WHERE roles.name = d.name;

ALTER TABLE users
    ADD COLUMN kind             text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'key')),
    ADD COLUMN version          bigint NOT NULL DEFAULT 1,
    ADD COLUMN password_set_at  timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN password_ends_at timestamptz; -- of a one-time password (must_change_password)

-- A key acts in the name of its own user ("key:<name>", kind 'key', no password, no roles), so that what it does is told apart from
-- what people do. The secret is known to its owner alone; its BLAKE2b hash is kept.
CREATE TABLE api_keys (
    id           uuid PRIMARY KEY REFERENCES users,
    secret_hash  bytea NOT NULL UNIQUE,
    scopes       text[] NOT NULL,
    created_by   uuid NOT NULL REFERENCES users,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    ended_at     timestamptz
);

-- Log-ins that failed, or are being tried at this moment, by account and address; address '' counts an account from everywhere,
-- account '' an address over all accounts (functions/identity/login_guard.sql). The truth stands here and not in Redis: wiping that
-- must not give anybody new guesses.
CREATE TABLE login_attempts (
    account    text NOT NULL, -- lower-case user name; of a name that no user has a hash, since people type passwords there
    address    text NOT NULL,
    failures   integer NOT NULL DEFAULT 0,
    first_at   timestamptz NOT NULL DEFAULT now(), -- of these failures
    last_at    timestamptz NOT NULL DEFAULT now(), -- of those that count towards the limit
    pending    integer NOT NULL DEFAULT 0,         -- begun, not known yet how they end
    pending_at timestamptz NOT NULL DEFAULT now(),
    unlogged   integer NOT NULL DEFAULT 0,         -- failures that the audit log does not have yet
    logged_at  timestamptz,
    PRIMARY KEY (account, address)
) WITH (fillfactor = 70);
CREATE INDEX login_attempts_unlogged ON login_attempts (logged_at) WHERE unlogged > 0;
CREATE INDEX login_attempts_address ON login_attempts (address);
CREATE INDEX login_attempts_last ON login_attempts (last_at);

-- From where somebody has signed in before: a lock-out that others have caused does not hold there.
CREATE TABLE known_addresses (
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address      text NOT NULL,
    last_used_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, address)
);

-- The audit log is read newest first, in the order (at, id), all of it or by one of these.
DROP INDEX audit_log_target;
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX audit_log_actor ON audit_log (lower(actor), at, id);
CREATE INDEX audit_log_action ON audit_log (action COLLATE "C", at, id);
CREATE INDEX audit_log_target ON audit_log (target_id, at, id);
CREATE INDEX audit_log_target_kind ON audit_log (target_kind, at, id);

-- The audit log calls the lab itself so.
ALTER TABLE users ADD CONSTRAINT users_name_of_nobody_else CHECK (lower(username) <> 'labwardend');

-- A temporary table of the server's role would stand before the audit log in its searches.
DO $$
BEGIN
    IF has_database_privilege('labwarden_app', current_database(), 'TEMPORARY')
       AND pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') THEN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM labwarden_app, PUBLIC', current_database());
    END IF;
EXCEPTION WHEN internal_error THEN -- another schema of this database does the same at this moment
    NULL;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys, login_attempts, known_addresses TO labwarden_app;

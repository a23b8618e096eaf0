-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The first schema. Runs as labwarden_owner in the schema named by search_path; the server works as labwarden_app, which
-- owns nothing. Functions are kept in sql/functions and laid anew by every migrate.

-- identity ------------------------------------------------------------------------------------------------------------
CREATE TABLE roles (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name        text NOT NULL UNIQUE,
    built_in    boolean NOT NULL DEFAULT false,
    permissions text[] NOT NULL
);
INSERT INTO roles (name, built_in, permissions) VALUES
    ('viewer', true, '{devices:read,testcases:read,environments:read,runs:read}'),
    ('engineer', true, '{devices:read,testcases:read,testcases:write,environments:read,environments:write,runs:read,runs:start,runs:cancel}'),
    ('lab manager', true, '{devices:read,devices:write,testcases:read,testcases:write,environments:read,environments:write,runs:read,runs:start,runs:cancel,runs:cancel-any}'),
    ('admin', true, '{devices:read,devices:write,testcases:read,testcases:write,environments:read,environments:write,runs:read,runs:start,runs:cancel,runs:cancel-any,users:read,users:write,audit:read}');

CREATE TABLE users (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    username             text NOT NULL,
    display_name         text NOT NULL,
    email                text NOT NULL DEFAULT '',
    password_hash        text NOT NULL,
    must_change_password boolean NOT NULL DEFAULT false,
    disabled             boolean NOT NULL DEFAULT false,
    last_login_at        timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    deleted_at           timestamptz
);
CREATE UNIQUE INDEX users_username ON users (lower(username)) WHERE deleted_at IS NULL;

CREATE TABLE user_roles (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role_id uuid NOT NULL REFERENCES roles ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
);

-- The token itself is known to its owner alone; its BLAKE2b hash keys the row.
CREATE TABLE sessions (
    token_hash   bytea PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL, -- absolute: no use extends it
    address      text NOT NULL DEFAULT '',
    user_agent   text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE audit_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id    uuid,
    actor       text NOT NULL,
    address     text NOT NULL DEFAULT '',
    action      text NOT NULL,
    target_kind text NOT NULL,
    target_id   text NOT NULL,
    old_value   jsonb,
    new_value   jsonb
);
CREATE INDEX audit_log_target ON audit_log (target_kind, target_id, id);

-- devices -------------------------------------------------------------------------------------------------------------
CREATE TABLE devices (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    key        text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
    name       text NOT NULL,
    type       text NOT NULL DEFAULT '',
    model      text NOT NULL DEFAULT '',
    serial     text NOT NULL DEFAULT '',
    firmware   text NOT NULL DEFAULT '',
    site       text NOT NULL DEFAULT '',
    room       text NOT NULL DEFAULT '',
    rack       text NOT NULL DEFAULT '',
    slot       text NOT NULL DEFAULT '',
    tags       text[] NOT NULL DEFAULT '{}',
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

-- The three facts of a device's state, one row each, changed apart from one another.
CREATE TABLE device_presence (
    device_id uuid PRIMARY KEY REFERENCES devices,
    kind      text NOT NULL DEFAULT 'none' CHECK (kind IN ('none', 'mqtt')),
    online    boolean NOT NULL DEFAULT true,
    since     timestamptz NOT NULL DEFAULT now(),
    version   bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 70);

CREATE TABLE device_services (
    device_id  uuid PRIMARY KEY REFERENCES devices,
    in_service boolean NOT NULL DEFAULT true,
    reason     text NOT NULL DEFAULT '',
    by_name    text NOT NULL DEFAULT '',
    since      timestamptz NOT NULL DEFAULT now(),
    version    bigint NOT NULL DEFAULT 1
);

-- What a device says of its metrics (topic meta); the source of units and sample intervals.
CREATE TABLE device_metrics (
    device_id   uuid NOT NULL REFERENCES devices,
    name        text NOT NULL,
    unit        text NOT NULL DEFAULT '',
    interval_ms integer NOT NULL CHECK (interval_ms > 0),
    PRIMARY KEY (device_id, name)
);

-- test cases and environments -----------------------------------------------------------------------------------------
CREATE TABLE test_cases (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number     bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    key        text GENERATED ALWAYS AS ('TC-' || number::text) STORED,
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE TABLE test_case_revisions (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    test_case_id uuid NOT NULL REFERENCES test_cases,
    revision     integer NOT NULL,
    document     jsonb NOT NULL, -- TestCaseDocument
    created_by   uuid NOT NULL REFERENCES users,
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (test_case_id, revision)
);

CREATE TABLE environments (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL,
    revision   integer NOT NULL DEFAULT 1,
    document   jsonb NOT NULL, -- EnvironmentDocument
    version    bigint NOT NULL DEFAULT 1,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE UNIQUE INDEX environments_name ON environments (lower(name)) WHERE deleted_at IS NULL;

-- runs ----------------------------------------------------------------------------------------------------------------
CREATE TABLE test_runs (
    id                  uuid PRIMARY KEY, -- UUIDv7, allocated by the caller: a retry of the same start is a no-op
    number              bigint GENERATED BY DEFAULT AS IDENTITY UNIQUE,
    case_revision_id    uuid NOT NULL REFERENCES test_case_revisions,
    environment_id      uuid NOT NULL REFERENCES environments,
    environment         jsonb NOT NULL, -- snapshot: EnvironmentDocument
    parameters          jsonb NOT NULL DEFAULT '{}',
    state               text NOT NULL CHECK (state IN ('waiting', 'queued', 'dispatched', 'running', 'finished')),
    outcome             text CHECK (outcome IN ('passed', 'failed', 'error', 'cancelled', 'timed_out')),
    reason              text NOT NULL DEFAULT '',
    priority            integer NOT NULL DEFAULT 0,
    attempt             integer NOT NULL DEFAULT 1,
    claim_id            uuid,
    runner              text NOT NULL DEFAULT '',
    created_by          uuid NOT NULL REFERENCES users,
    created_at          timestamptz NOT NULL DEFAULT now(),
    queued_at           timestamptz NOT NULL DEFAULT now(), -- the present attempt
    dispatched_at       timestamptz,
    started_at          timestamptz,
    heartbeat_at        timestamptz,
    deadline_at         timestamptz,
    cancel_requested_at timestamptz,
    finished_at         timestamptz,
    finished_by_attempt integer, -- set when a callback ended the run; its repeat gets the same answer
    progress            jsonb NOT NULL DEFAULT '{}',
    version             bigint NOT NULL DEFAULT 1,
    CHECK ((state = 'finished') = (outcome IS NOT NULL))
) WITH (fillfactor = 85);
CREATE INDEX test_runs_open ON test_runs (state) WHERE state <> 'finished';
CREATE INDEX test_runs_created ON test_runs (created_at DESC, id DESC);

CREATE TABLE run_devices (
    run_id    uuid NOT NULL REFERENCES test_runs,
    device_id uuid NOT NULL REFERENCES devices,
    PRIMARY KEY (run_id, device_id)
);
CREATE INDEX run_devices_device ON run_devices (device_id);

-- One row a device, updated in place (HOT). run_id NULL: free.
CREATE TABLE device_leases (
    device_id    uuid PRIMARY KEY REFERENCES devices,
    run_id       uuid REFERENCES test_runs,
    since        timestamptz NOT NULL DEFAULT now(),
    last_run_id  uuid REFERENCES test_runs,
    last_outcome text,
    version      bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

CREATE TABLE run_steps (
    run_id      uuid NOT NULL REFERENCES test_runs,
    attempt     integer NOT NULL,
    ordinal     integer NOT NULL,
    name        text NOT NULL,
    kind        text NOT NULL,
    teardown    boolean NOT NULL DEFAULT false,
    state       text NOT NULL,
    started_at  timestamptz,
    finished_at timestamptz,
    message     text NOT NULL DEFAULT '',
    PRIMARY KEY (run_id, attempt, ordinal)
);

CREATE TABLE run_results (
    run_id    uuid NOT NULL REFERENCES test_runs,
    attempt   integer NOT NULL,
    ordinal   integer NOT NULL,
    device    text NOT NULL,
    step      text NOT NULL,
    criterion text NOT NULL,
    metric    text NOT NULL,
    value     double precision,
    unit      text NOT NULL,
    limit_text text NOT NULL,
    severity  text NOT NULL,
    passed    boolean NOT NULL,
    no_data   boolean NOT NULL,
    message   text NOT NULL,
    PRIMARY KEY (run_id, attempt, ordinal)
);

CREATE TABLE run_log (
    run_id  uuid NOT NULL REFERENCES test_runs,
    id      bigint GENERATED ALWAYS AS IDENTITY,
    attempt integer NOT NULL,
    at      timestamptz NOT NULL,
    line    text NOT NULL,
    PRIMARY KEY (run_id, id)
);

CREATE TABLE idempotency_keys (
    user_id    uuid NOT NULL REFERENCES users,
    key        text NOT NULL,
    body_hash  bytea NOT NULL,
    run_id     uuid NOT NULL REFERENCES test_runs,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);

-- Queue tables: rows are deleted after the receiver's acknowledgement; none delays another.
CREATE TABLE job_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the message_id
    run_id     uuid NOT NULL,
    attempt    integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE event_outbox ( -- to the Redis Stream: consoles
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event      jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE exchange_outbox ( -- to the topic exchange labwarden.events: other programs; capped, drops counted
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event      jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What the server may do ----------------------------------------------------------------------------------------------
DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO labwarden_app', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO labwarden_app', current_schema());
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO labwarden_app', current_schema());
END $$;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM labwarden_app;

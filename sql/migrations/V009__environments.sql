-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Environments have a history and keep secrets (functions/environments). The release before goes on beside it: it makes environments
-- and starts runs by functions that it still finds.

CREATE TABLE environment_revisions (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    environment_id uuid NOT NULL REFERENCES environments,
    revision       integer NOT NULL,
    document       jsonb NOT NULL, -- EnvironmentDocument; the values of secrets are empty
    message        text NOT NULL DEFAULT '',
    created_by     uuid NOT NULL REFERENCES users,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (environment_id, revision)
);
INSERT INTO environment_revisions (environment_id, revision, document, created_by, created_at)
    SELECT id, revision, document, created_by, created_at FROM environments;

-- The values of secret variables, sealed under a key that PostgreSQL never sees. One holds from its revision on.
CREATE TABLE environment_secrets (
    environment_id uuid NOT NULL REFERENCES environments,
    name           text NOT NULL,
    revision       integer NOT NULL,
    sealed         bytea NOT NULL,
    PRIMARY KEY (environment_id, name, revision)
);

-- Of the snapshot in `environment`; NULL: a run from before.
ALTER TABLE test_runs ADD COLUMN environment_revision integer;

-- Laid anew with one more parameter, which has a default: whoever gives twelve calls it, too.
DROP FUNCTION IF EXISTS start_run(uuid, uuid[], uuid, uuid, uuid, jsonb, integer, uuid, text, text, text, bytea);

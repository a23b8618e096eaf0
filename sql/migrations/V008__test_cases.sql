-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Test cases among thousands: what lists and searches need of one stands in its row, so that they read no documents; revisions say what
-- they are for; files beside a case; who may approve one. Everything new has a default, so that a server of the release before goes on
-- working beside it: its calls make heads, too (functions/testcases/test_cases.sql).

ALTER TABLE test_cases -- all but search as the newest revision has it
    ADD COLUMN title       text NOT NULL DEFAULT '',
    ADD COLUMN folder      text NOT NULL DEFAULT '',
    ADD COLUMN tags        text[] NOT NULL DEFAULT '{}',
    ADD COLUMN owner       text NOT NULL DEFAULT '',
    ADD COLUMN status      text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'approved', 'retired')),
    ADD COLUMN revision    integer NOT NULL DEFAULT 0,
    ADD COLUMN revision_id uuid REFERENCES test_case_revisions,
    ADD COLUMN changed_by  uuid REFERENCES users,
    ADD COLUMN changed_at  timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN search      tsvector NOT NULL DEFAULT ''; -- functions/testcases/search.sql
ALTER TABLE test_case_revisions ADD COLUMN message text NOT NULL DEFAULT '';

-- As the functions of that name will be; theirs may change, this migration may not.
CREATE FUNCTION search_words(p_text text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT left(array_to_string(w.parts[place:], '-'), 64)
    FROM (SELECT array_remove(regexp_split_to_array(word, '[!-/:-@[-`{-~]+'), '') AS parts
          FROM regexp_split_to_table(lower(p_text), '\s+') word) w
    CROSS JOIN LATERAL generate_series(1, cardinality(w.parts)) place
$$;
CREATE FUNCTION test_case_search(p_key text, p_document jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT array_to_tsvector(array(SELECT search_words(concat_ws(' ', p_key, p_document ->> 'title', p_document ->> 'description',
        (SELECT string_agg(tag, ' ') FROM jsonb_array_elements_text(coalesce(p_document -> 'tags', '[]')) tag),
        (SELECT string_agg(metric[1], ' ') FROM jsonb_array_elements(coalesce(p_document -> 'criteria', '[]')) c,
             regexp_matches(c ->> 'expression', '\(\s*([a-z][a-z0-9_]*)', 'g') metric)))))
$$;

UPDATE test_cases c SET
    title = newest.document ->> 'title', folder = coalesce(newest.document ->> 'folder', ''),
    tags = array(SELECT jsonb_array_elements_text(coalesce(newest.document -> 'tags', '[]'))),
    owner = coalesce(newest.document ->> 'owner', ''), status = coalesce(newest.document ->> 'status', 'draft'),
    revision = newest.revision, revision_id = newest.id, changed_by = newest.created_by, changed_at = newest.created_at,
    search = test_case_search(c.key, newest.document)
FROM (SELECT DISTINCT ON (test_case_id) * FROM test_case_revisions ORDER BY test_case_id, revision DESC) newest
WHERE newest.test_case_id = c.id;

CREATE INDEX test_cases_created ON test_cases (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX test_cases_search ON test_cases USING gin (search);
CREATE INDEX test_runs_case_revision ON test_runs (case_revision_id);
CREATE INDEX health_checks_case ON health_checks (test_case_id);

-- Files beside test cases, each stored once, by its hash; those that no revision names are swept a day after they were last wanted.
CREATE TABLE attachments (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes      bytea NOT NULL,
    size       bigint NOT NULL,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now() -- when it was last sent, or named by a save
);
ALTER TABLE attachments ALTER COLUMN bytes SET STORAGE EXTERNAL; -- most are compressed already
CREATE TABLE test_case_attachments (
    revision_id uuid NOT NULL REFERENCES test_case_revisions,
    sha256      text NOT NULL REFERENCES attachments,
    PRIMARY KEY (revision_id, sha256)
);
CREATE INDEX test_case_attachments_file ON test_case_attachments (sha256);

UPDATE roles SET permissions = permissions || '{testcases:approve}'
WHERE built_in AND name IN ('lab manager', 'admin') AND NOT permissions @> '{testcases:approve}';

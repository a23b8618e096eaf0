-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Test cases and their revisions. A case's row is its head: what lists need of its newest revision.

-- TestCase of common/domain: the case as it is at one of its revisions, with who made its first one.
CREATE OR REPLACE FUNCTION test_case_at_json(c test_cases, r test_case_revisions) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', c.id, 'key', c.key, 'revision', r.revision, 'revisionId', r.id, 'document', r.document,
        'createdBy', maker.display_name, 'createdAt', rfc3339(c.created_at), 'changedBy', author.display_name,
        'changedAt', rfc3339(r.created_at), 'message', r.message, 'version', c.version)
    FROM test_case_revisions first
    JOIN users maker ON maker.id = first.created_by
    JOIN users author ON author.id = r.created_by
    WHERE first.test_case_id = c.id AND first.revision = 1
$$;

CREATE OR REPLACE FUNCTION test_case_json(c test_cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT test_case_at_json(c, r) FROM test_case_revisions r WHERE r.test_case_id = c.id ORDER BY r.revision DESC LIMIT 1
$$;

-- TestCaseSummary of common/domain.
CREATE OR REPLACE FUNCTION test_case_summary_json(c test_cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', c.id, 'key', c.key, 'revision', c.revision, 'title', c.title, 'folder', c.folder,
        'tags', to_jsonb(c.tags), 'owner', c.owner, 'status', c.status,
        'changedBy', coalesce((SELECT u.display_name FROM users u WHERE u.id = c.changed_by), ''), 'changedAt', rfc3339(c.changed_at),
        'version', c.version)
$$;

CREATE OR REPLACE FUNCTION test_case_event(c test_cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT event_json('test_case', c.id, c.version, CASE WHEN c.deleted_at IS NULL THEN test_case_summary_json(c) END)
$$;

-- The next revision of a case; its head follows. The caller holds the case's row.
CREATE OR REPLACE FUNCTION add_test_case_revision(c test_cases, p_document jsonb, p_message text, p_user uuid) RETURNS test_cases
LANGUAGE plpgsql AS $$
DECLARE
    made test_case_revisions;
BEGIN
    INSERT INTO test_case_revisions (test_case_id, revision, document, message, created_by, created_at)
    VALUES (c.id, coalesce((SELECT max(r.revision) FROM test_case_revisions r WHERE r.test_case_id = c.id), 0) + 1, p_document, p_message,
            p_user, clock_timestamp())
    RETURNING * INTO made;
    UPDATE test_cases SET title = p_document ->> 'title', folder = coalesce(p_document ->> 'folder', ''),
        tags = array(SELECT jsonb_array_elements_text(coalesce(p_document -> 'tags', '[]'))),
        owner = coalesce(p_document ->> 'owner', ''), status = coalesce(p_document ->> 'status', 'draft'),
        revision = made.revision, revision_id = made.id, changed_by = made.created_by, changed_at = made.created_at,
        search = test_case_search(c.key, p_document), version = CASE WHEN made.revision = 1 THEN c.version ELSE c.version + 1 END
    WHERE id = c.id RETURNING * INTO c;
    RETURN c;
END $$;

-- A new case with its first revision: {testCase, events}.
CREATE OR REPLACE FUNCTION create_test_case(p_document jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c test_cases;
BEGIN
    INSERT INTO test_cases DEFAULT VALUES RETURNING * INTO c;
    c := add_test_case_revision(c, p_document, '', p_user);
    PERFORM audit(p_user, p_address, 'test_case.create', 'test_case', c.id::text, NULL, test_case_json(c));
    RETURN jsonb_build_object('testCase', test_case_json(c), 'events', emit_events(ARRAY[test_case_event(c)]));
END $$;

-- The next revision of a case whose newest is p_revision: of two savers of one revision the second finds it stale. {"status": …}: done
-- {testCase, events}, not_found, stale.
CREATE OR REPLACE FUNCTION update_test_case(p_id uuid, p_revision integer, p_document jsonb, p_message text, p_user uuid, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c test_cases;
    before jsonb;
BEGIN
    SELECT * INTO c FROM test_cases WHERE id = p_id AND deleted_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF c.revision <> p_revision THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    before := test_case_json(c);
    c := add_test_case_revision(c, p_document, p_message, p_user);
    PERFORM audit(p_user, p_address, 'test_case.update', 'test_case', p_id::text, before, test_case_json(c));
    RETURN jsonb_build_object('status', 'done', 'testCase', test_case_json(c), 'events', emit_events(ARRAY[test_case_event(c)]));
END $$;

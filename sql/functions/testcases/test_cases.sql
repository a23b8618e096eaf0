-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Test cases and their revisions.

-- TestCase of common/domain: the case at its newest revision, with who made its first one.
CREATE OR REPLACE FUNCTION test_case_json(c test_cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', c.id, 'key', c.key, 'revision', newest.revision, 'revisionId', newest.id,
        'document', newest.document, 'createdBy', u.display_name, 'createdAt', rfc3339(c.created_at), 'version', c.version)
    FROM (SELECT * FROM test_case_revisions r WHERE r.test_case_id = c.id ORDER BY revision DESC LIMIT 1) newest
    JOIN test_case_revisions first ON first.test_case_id = c.id AND first.revision = 1
    JOIN users u ON u.id = first.created_by
$$;

-- A new case with its first revision: {testCase, events}.
CREATE OR REPLACE FUNCTION create_test_case(p_document jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c test_cases;
    made jsonb;
BEGIN
    INSERT INTO test_cases DEFAULT VALUES RETURNING * INTO c;
    INSERT INTO test_case_revisions (test_case_id, revision, document, created_by) VALUES (c.id, 1, p_document, p_user);
    made := test_case_json(c);
    PERFORM audit(p_user, p_address, 'test_case.create', 'test_case', c.id::text, NULL, made);
    RETURN jsonb_build_object('testCase', made, 'events', emit_events(ARRAY[event_json('test_case', c.id, c.version, made)]));
END $$;

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
    INSERT INTO test_case_attachments (revision_id, sha256)
        SELECT DISTINCT made.id, a ->> 'sha256' FROM jsonb_array_elements(coalesce(p_document -> 'attachments', '[]')) a;
    UPDATE test_cases SET title = p_document ->> 'title', folder = coalesce(p_document ->> 'folder', ''),
        tags = array(SELECT jsonb_array_elements_text(coalesce(p_document -> 'tags', '[]'))),
        owner = coalesce(p_document ->> 'owner', ''), status = coalesce(p_document ->> 'status', 'draft'),
        revision = made.revision, revision_id = made.id, changed_by = made.created_by, changed_at = made.created_at,
        search = test_case_search(c.key, p_document), version = CASE WHEN made.revision = 1 THEN c.version ELSE c.version + 1 END
    WHERE id = c.id RETURNING * INTO c;
    RETURN c;
END $$;

-- What is wrong with the attachments of a document: those that nobody has sent, or with another size. None are swept from here on, since
-- this transaction uses them.
CREATE OR REPLACE FUNCTION test_case_attachment_faults(p_document jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    named jsonb := coalesce(p_document -> 'attachments', '[]');
BEGIN
    IF named = '[]' THEN
        RETURN '[]';
    END IF;
    PERFORM FROM attachments WHERE sha256 IN (SELECT a ->> 'sha256' FROM jsonb_array_elements(named) a) ORDER BY sha256 FOR NO KEY UPDATE;
    UPDATE attachments SET used_at = clock_timestamp() WHERE sha256 IN (SELECT a ->> 'sha256' FROM jsonb_array_elements(named) a);
    RETURN (SELECT coalesce(jsonb_agg(CASE WHEN f.sha256 IS NULL
            THEN jsonb_build_object('pointer', '/attachments/' || (a.place - 1) || '/sha256', 'message', 'names a file that nobody has sent')
            ELSE jsonb_build_object('pointer', '/attachments/' || (a.place - 1) || '/size', 'message', format('the file has %s bytes', f.size))
            END ORDER BY a.place), '[]')
        FROM jsonb_array_elements(named) WITH ORDINALITY a(file, place) LEFT JOIN attachments f ON f.sha256 = a.file ->> 'sha256'
        WHERE f.sha256 IS NULL OR f.size <> (a.file ->> 'size')::bigint);
END $$;

-- A new case with its first revision. {"status": …}: done {testCase, events}, invalid {faults}.
CREATE OR REPLACE FUNCTION create_test_case(p_document jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c test_cases;
    faults jsonb := test_case_attachment_faults(p_document);
BEGIN
    IF faults <> '[]' THEN
        RETURN jsonb_build_object('status', 'invalid', 'faults', faults);
    END IF;
    INSERT INTO test_cases DEFAULT VALUES RETURNING * INTO c;
    c := add_test_case_revision(c, p_document, '', p_user);
    PERFORM audit(p_user, p_address, 'test_case.create', 'test_case', c.id::text, NULL, test_case_json(c));
    RETURN jsonb_build_object('status', 'done', 'testCase', test_case_json(c), 'events', emit_events(ARRAY[test_case_event(c)]));
END $$;

-- The next revision of a case whose newest is p_revision: of two savers of one revision the second finds it stale. {"status": …}: done
-- {testCase, events}, not_found, stale, invalid {faults}.
CREATE OR REPLACE FUNCTION update_test_case(p_id uuid, p_revision integer, p_document jsonb, p_message text, p_user uuid, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c test_cases;
    faults jsonb;
    before jsonb;
BEGIN
    SELECT * INTO c FROM test_cases WHERE id = p_id AND deleted_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF c.revision <> p_revision THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    faults := test_case_attachment_faults(p_document);
    IF faults <> '[]' THEN
        RETURN jsonb_build_object('status', 'invalid', 'faults', faults);
    END IF;
    before := test_case_json(c);
    c := add_test_case_revision(c, p_document, p_message, p_user);
    PERFORM audit(p_user, p_address, 'test_case.update', 'test_case', p_id::text, before, test_case_json(c));
    RETURN jsonb_build_object('status', 'done', 'testCase', test_case_json(c), 'events', emit_events(ARRAY[test_case_event(c)]));
END $$;

-- Many saves, each by itself, in one transaction: p_items [{id, revision, document}], taken in the order of ids so that two of these never
-- wait for one another. The outcomes of update_test_case() in that order, each with its id.
CREATE OR REPLACE FUNCTION update_test_cases(p_items jsonb, p_message text, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    item jsonb;
    outcomes jsonb[] := '{}';
BEGIN
    FOR item IN SELECT i FROM jsonb_array_elements(p_items) i ORDER BY (i ->> 'id')::uuid LOOP
        outcomes := outcomes || (jsonb_build_object('id', item -> 'id') || update_test_case((item ->> 'id')::uuid,
            (item ->> 'revision')::integer, item -> 'document', p_message, p_user, p_address));
    END LOOP;
    RETURN to_jsonb(outcomes);
END $$;

-- Who uses a case: TestCaseUsage of common/domain.
CREATE OR REPLACE FUNCTION test_case_usage_json(c test_cases) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('runs', count(r.id), 'lastRunAt', rfc3339(max(r.created_at)),
        'lastRunNumber', (array_agg(r.number ORDER BY r.created_at DESC, r.number DESC) FILTER (WHERE r.id IS NOT NULL))[1],
        'healthChecks', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'deviceType', h.device_type) ORDER BY h.device_type), '[]')
                         FROM health_checks h WHERE h.test_case_id = c.id))
    FROM test_case_revisions v LEFT JOIN test_runs r ON r.case_revision_id = v.id
    WHERE v.test_case_id = c.id
$$;

-- Takes a case whose newest revision is p_revision out of use; its revisions stay, for the runs that pinned them. {"status": …}: done
-- {events}, not_found, stale, used {runs: numbers of those that have not ended, types: of devices whose health check it is}. Whoever starts
-- a run or sets a health check holds the case's row meanwhile, so none comes to use it while it goes.
CREATE OR REPLACE FUNCTION delete_test_case(p_id uuid, p_revision integer, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c test_cases;
    runs jsonb;
    types jsonb;
BEGIN
    SELECT * INTO c FROM test_cases WHERE id = p_id AND deleted_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF c.revision <> p_revision THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    SELECT coalesce(jsonb_agg(r.number ORDER BY r.number), '[]') INTO runs
        FROM test_runs r JOIN test_case_revisions v ON v.id = r.case_revision_id WHERE v.test_case_id = p_id AND r.state <> 'finished';
    SELECT coalesce(jsonb_agg(h.device_type ORDER BY h.device_type), '[]') INTO types FROM health_checks h WHERE h.test_case_id = p_id;
    IF runs <> '[]' OR types <> '[]' THEN
        RETURN jsonb_build_object('status', 'used', 'runs', runs, 'types', types);
    END IF;
    PERFORM audit(p_user, p_address, 'test_case.delete', 'test_case', p_id::text, test_case_json(c), NULL);
    UPDATE test_cases SET deleted_at = clock_timestamp(), version = c.version + 1 WHERE id = p_id RETURNING * INTO c;
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(ARRAY[test_case_event(c)]));
END $$;

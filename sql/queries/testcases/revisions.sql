-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- TestCaseRevision, newest first, those before revision $2 (NULL: all). No row: there is no such case, or no revision before.
SELECT jsonb_build_object('revision', r.revision, 'revisionId', r.id, 'message', r.message,
    'status', coalesce(r.document ->> 'status', 'draft'), 'createdBy', u.display_name, 'createdAt', rfc3339(r.created_at),
    'runs', (SELECT count(*) FROM test_runs t WHERE t.case_revision_id = r.id))::text AS item, r.revision
FROM test_cases c
JOIN test_case_revisions r ON r.test_case_id = c.id
JOIN users u ON u.id = r.created_by
WHERE c.id = $1::uuid AND c.deleted_at IS NULL AND ($2::integer IS NULL OR r.revision < $2::integer)
ORDER BY r.revision DESC
LIMIT $3

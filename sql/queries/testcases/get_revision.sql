-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT test_case_at_json(c, r)::text AS test_case
FROM test_cases c JOIN test_case_revisions r ON r.test_case_id = c.id
WHERE c.id = $1::uuid AND c.deleted_at IS NULL AND r.revision = $2::integer

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT v.id, v.document::text AS document
FROM test_cases c JOIN test_case_revisions v ON v.test_case_id = c.id
WHERE c.id = $1 AND c.deleted_at IS NULL
ORDER BY v.revision DESC LIMIT 1

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The cases of these keys, also deleted ones.
SELECT c.key, c.deleted_at IS NOT NULL AS deleted, CASE WHEN c.deleted_at IS NULL THEN test_case_json(c)::text END AS test_case
FROM test_cases c WHERE c.key = ANY ($1::text[])

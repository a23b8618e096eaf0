-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The cases in use that have none of these keys.
SELECT c.id, c.key FROM test_cases c
WHERE c.deleted_at IS NULL AND c.status <> 'retired' AND c.key <> ALL ($1::text[])
ORDER BY c.created_at, c.id

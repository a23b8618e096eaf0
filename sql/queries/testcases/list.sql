-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Oldest first; goes on behind $1 microseconds of created_at and $2 id (NULL: the start).
SELECT test_case_summary_json(c)::text AS item, (extract(epoch FROM created_at) * 1000000)::bigint AS created_us, id
FROM test_cases c
WHERE deleted_at IS NULL
  AND ($1::bigint IS NULL OR (created_at, id) > ('epoch'::timestamptz + $1::bigint * interval '1 microsecond', $2::uuid))
ORDER BY created_at, id
LIMIT $3

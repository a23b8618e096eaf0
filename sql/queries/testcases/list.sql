-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- TestCaseSummary, oldest first; goes on behind $1 microseconds of created_at and $2 id (NULL: the start). Those that fit all that is not
-- NULL: $4 the beginnings of words (functions/testcases/search.sql), $5 a folder with all below it ('': the top alone), $6 one of these
-- states, $7 all of these tags, $8 the owner.
SELECT test_case_summary_json(c)::text AS item, (extract(epoch FROM created_at) * 1000000)::bigint AS created_us, id
FROM test_cases c
WHERE deleted_at IS NULL
  AND ($1::bigint IS NULL OR (created_at, id) > ('epoch'::timestamptz + $1::bigint * interval '1 microsecond', $2::uuid))
  AND ($4::text IS NULL OR c.search @@ search_query($4))
  AND ($5::text IS NULL OR c.folder = $5 OR ($5 <> '' AND starts_with(c.folder, $5 || '/')))
  AND ($6::text[] IS NULL OR c.status = ANY ($6::text[]))
  AND ($7::text[] IS NULL OR c.tags @> $7::text[])
  AND ($8::text IS NULL OR c.owner = $8)
ORDER BY created_at, id
LIMIT $3

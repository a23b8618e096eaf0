-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Newest first. $1 states (NULL: all), then the place to go on from: $2 microseconds of created_at, $3 id (NULL: the start).
SELECT run_json(r)::text AS run, (extract(epoch FROM r.created_at) * 1000000)::bigint AS created_us, r.id
FROM test_runs r
WHERE ($1::text[] IS NULL OR r.state = ANY ($1))
  AND ($2::bigint IS NULL OR (r.created_at, r.id) < ('epoch'::timestamptz + $2::bigint * interval '1 microsecond', $3::uuid))
ORDER BY r.created_at DESC, r.id DESC
LIMIT $4

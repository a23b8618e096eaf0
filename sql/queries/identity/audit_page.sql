-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Newest first, with what the targets are called now, or were when they are gone. Filters (NULL: any): $1 actor, $2 action or
-- prefix*, $3 target's kind, $4 its id, $5 from, $6 to; the place to go on from: $7 microseconds of at, $8 id (NULL: the start);
-- $9 rows at most, and no more than $10 bytes of values, but for the first row. `found`: rows without regard to the bytes.
WITH found AS (
    SELECT e.id, e.at, e.actor_id, e.actor, e.address, e.action, e.target_kind, e.target_id, e.old_value::text, e.new_value::text,
           coalesce(e.new_value ->> 'name', e.old_value ->> 'name', e.new_value ->> 'username', e.old_value ->> 'username', '') AS name,
           CASE WHEN e.target_id ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' THEN e.target_id::uuid END AS target_uuid
    FROM audit_page($1, $2, $3, $4, $5::timestamptz, $6::timestamptz,
                    'epoch'::timestamptz + $7::bigint * interval '1 microsecond', $8::bigint, $9) e),
sized AS (
    SELECT f.*, count(*) OVER () AS found,
           sum(coalesce(octet_length(f.old_value), 0) + coalesce(octet_length(f.new_value), 0)) OVER before AS bytes_before
    FROM found f
    WINDOW before AS (ORDER BY f.at DESC, f.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
SELECT s.id, rfc3339(s.at) AS at, (extract(epoch FROM s.at) * 1000000)::bigint AS at_us, coalesce(s.actor_id::text, '') AS actor_id,
       s.actor, s.address, s.action, s.target_kind, s.target_id, s.old_value, s.new_value, s.found,
       coalesce(u.username, k.username, o.name, d.name, n.name, c.key, 'Run ' || r.number, s.name) AS target_name
FROM sized s
LEFT JOIN users u ON s.target_kind = 'user' AND u.id = s.target_uuid
LEFT JOIN users k ON s.target_kind = 'api-key' AND k.id = s.target_uuid
LEFT JOIN roles o ON s.target_kind = 'role' AND o.id = s.target_uuid
LEFT JOIN devices d ON s.target_kind = 'device' AND d.id = s.target_uuid
LEFT JOIN environments n ON s.target_kind = 'environment' AND n.id = s.target_uuid
LEFT JOIN test_cases c ON s.target_kind = 'test_case' AND c.id = s.target_uuid
LEFT JOIN test_runs r ON s.target_kind = 'run' AND r.id = s.target_uuid
WHERE coalesce(s.bytes_before, 0) <= $10
ORDER BY s.at DESC, s.id DESC

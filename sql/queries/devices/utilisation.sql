-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 from, $2 to, $3 device or NULL for all, $4 and $5 the last device that has been read (microseconds, id), $6 limit. Devices that were
-- registered in some part of the range, deleted ones too.
WITH page AS MATERIALIZED (
    SELECT d.* FROM devices d
    WHERE d.created_at < $2::timestamptz AND (d.deleted_at IS NULL OR d.deleted_at > $1::timestamptz)
      AND ($3::uuid IS NULL OR d.id = $3::uuid)
      AND ($5::uuid IS NULL
           OR (d.created_at, d.id) > (to_timestamp(0) + $4::bigint * interval '1 microsecond', $5::uuid))
    ORDER BY d.created_at, d.id LIMIT $6::integer
)
SELECT d.id, (extract(epoch FROM d.created_at) * 1000000)::bigint AS created_us, d.key, d.name, d.deleted_at IS NOT NULL AS deleted,
       coalesce(u.available, 0) AS available, coalesce(u.under_test, 0) AS under_test, coalesce(u.maintenance, 0) AS maintenance,
       coalesce(u.offline, 0) AS offline, coalesce(u.runs, 0) AS runs
FROM page d LEFT JOIN device_utilisation(array(SELECT id FROM page), $1::timestamptz, $2::timestamptz) u ON u.device_id = d.id
ORDER BY d.created_at, d.id

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device, $2 part, $3 from, $4 to, $5 and $6 the last entry that has been read (microseconds, id), $7 limit. One row without an id for
-- a device whose history has nothing (more) of this, none when there never was such a device.
SELECT h.id, (extract(epoch FROM h.at) * 1000000)::bigint AS at_us, rfc3339(h.at) AS at, h.part, h.change,
       CASE WHEN h.change = 'taken' THEN u.display_name ELSE h.by_name END AS by_name,
       CASE WHEN h.change = 'freed' THEN r.reason ELSE h.reason END AS reason,
       h.changes::text AS changes, h.run_id, r.number AS run_number, c.key AS test_case,
       CASE WHEN h.change = 'freed' THEN r.outcome END AS outcome
FROM devices d
LEFT JOIN LATERAL device_history_page(d.id, $2::text, $3::timestamptz, $4::timestamptz,
                                      to_timestamp(0) + $5::bigint * interval '1 microsecond', $6::bigint, $7::integer) h ON true
LEFT JOIN test_runs r ON r.id = h.run_id
LEFT JOIN users u ON u.id = r.created_by
LEFT JOIN test_case_revisions v ON v.id = r.case_revision_id
LEFT JOIN test_cases c ON c.id = v.test_case_id
WHERE d.id = $1::uuid
ORDER BY h.at DESC, h.id DESC

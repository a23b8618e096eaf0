-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 keys, or NULL for all that are not deleted. What is known of each device of these keys; deleted ones without a description.
SELECT d.id, d.key, d.version, d.deleted_at IS NOT NULL AS deleted,
       CASE WHEN d.deleted_at IS NULL THEN (device_facts_json(d) || device_notes_json(d))::text END AS description
FROM devices d WHERE CASE WHEN $1::text[] IS NULL THEN d.deleted_at IS NULL ELSE d.key = ANY ($1::text[]) END
ORDER BY d.key

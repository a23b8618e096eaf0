-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 metric. All devices; unit and interval are NULL of those that have not said that they have it.
SELECT d.id, d.key, m.unit, m.interval_ms
FROM devices d LEFT JOIN device_metrics m ON m.device_id = d.id AND m.name = $1
WHERE d.deleted_at IS NULL

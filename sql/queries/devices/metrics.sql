-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device id. The metrics that the device says it has; one row without a name when it has said nothing, none when there is no such device.
SELECT d.key, m.name, m.unit, m.interval_ms
FROM devices d LEFT JOIN device_metrics m ON m.device_id = d.id
WHERE d.id = $1::uuid AND d.deleted_at IS NULL
ORDER BY m.name

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 at most. What devices say they measure, the most frequent first; of units the one that most of them have.
SELECT m.name, mode() WITHIN GROUP (ORDER BY m.unit) AS unit, count(*) AS devices
FROM device_metrics m JOIN devices d ON d.id = m.device_id
WHERE d.deleted_at IS NULL
GROUP BY m.name
ORDER BY count(*) DESC, m.name
LIMIT $1::integer

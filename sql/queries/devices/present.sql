-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The devices whose heartbeats are expected.
SELECT d.key, d.id
FROM devices d JOIN device_presence p ON p.device_id = d.id
WHERE p.kind = 'mqtt' AND p.online AND d.deleted_at IS NULL

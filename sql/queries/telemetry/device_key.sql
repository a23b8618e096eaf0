-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device key, or what was given as one; $2 the same as device id, NULL when it is none. An id comes before a key that looks like one.
SELECT key FROM devices
WHERE (key = $1 OR id = $2::uuid) AND deleted_at IS NULL
ORDER BY id = $2::uuid DESC NULLS LAST
LIMIT 1

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT device_json(d)::text AS device FROM devices d WHERE id = $1::uuid AND deleted_at IS NULL

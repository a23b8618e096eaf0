-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT unregistered_device_json(n)::text AS device FROM unregistered_devices n ORDER BY n.heard_at, n.id

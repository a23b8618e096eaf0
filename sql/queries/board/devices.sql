-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Every device with its parts, each as the wire has it.
SELECT device_facts_json(d)::text AS facts, presence_json(p)::text AS presence, lease_json(l)::text AS lease,
       service_json(s)::text AS service
FROM devices d
JOIN device_presence p ON p.device_id = d.id
JOIN device_leases l ON l.device_id = d.id
JOIN device_services s ON s.device_id = d.id
WHERE d.deleted_at IS NULL
ORDER BY d.key

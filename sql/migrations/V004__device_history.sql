-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What became of each device, entry by entry; written in the transactions of the changes themselves, never changed.
CREATE TABLE device_history (
    id        bigint GENERATED ALWAYS AS IDENTITY,
    device_id uuid NOT NULL REFERENCES devices,
    at        timestamptz NOT NULL,
    part      text NOT NULL CHECK (part IN ('device', 'presence', 'lease', 'service')),
    change    text NOT NULL,            -- created updated deleted, online offline, taken freed, maintenance in_service
    hinders   boolean,                  -- from here on this part keeps the device from being available; NULL: part 'device'
    by_name   text NOT NULL DEFAULT '', -- of a person; who started a run, the run knows
    reason    text NOT NULL DEFAULT '',
    run_id    uuid,
    changes   jsonb                     -- of an update: {field: {old, new}}
);
CREATE INDEX device_history_at ON device_history (device_id, at, id);
CREATE INDEX device_history_part ON device_history (device_id, part, at, id);

-- What is known of the time before: registrations, runs, and since when the other facts are what they are.
INSERT INTO device_history (device_id, at, part, change, by_name)
    SELECT d.id, d.created_at, 'device', 'created', coalesce((SELECT u.display_name FROM audit_log a JOIN users u ON u.id = a.actor_id
        WHERE a.target_id = d.id::text AND a.action = 'device.create' ORDER BY a.at LIMIT 1), '')
    FROM devices d;
INSERT INTO device_history (device_id, at, part, change, hinders, run_id)
    SELECT rd.device_id, e.at, 'lease', e.change, e.change = 'taken', r.id
    FROM run_devices rd JOIN test_runs r ON r.id = rd.run_id
    CROSS JOIN LATERAL (VALUES (r.created_at, 'taken'), (r.finished_at, 'freed')) e(at, change)
    WHERE e.at IS NOT NULL ORDER BY e.at;
INSERT INTO device_history (device_id, at, part, change, hinders)
    SELECT p.device_id, p.since, 'presence', 'offline', true FROM device_presence p WHERE p.kind = 'mqtt' AND NOT p.online;
INSERT INTO device_history (device_id, at, part, change, hinders, by_name, reason)
    SELECT s.device_id, s.since, 'service', 'maintenance', true, s.by_name, s.reason FROM device_services s WHERE NOT s.in_service;

-- Its successor takes the calls of a server of the release before, too, and remembers.
DROP FUNCTION IF EXISTS set_presence(text[], boolean[]);

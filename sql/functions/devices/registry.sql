-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The registry of devices.

-- Device of common/domain, but for lastSeen, which is Redis's alone.
CREATE OR REPLACE FUNCTION device_json(d devices) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT device_facts_json(d) || jsonb_build_object('presence', presence_json(p), 'lease', lease_json(l), 'service', service_json(s))
    FROM device_presence p, device_leases l, device_services s
    WHERE p.device_id = d.id AND l.device_id = d.id AND s.device_id = d.id
$$;

-- Registers a device (NewDevice) with a row for each of the facts of its state. {"status": "created", device, events}, or
-- {"status": "taken"} when the key belongs to another one, deleted ones too: its history hangs on it.
CREATE OR REPLACE FUNCTION create_device(p_device jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    d devices;
    p device_presence;
    l device_leases;
    s device_services;
BEGIN
    INSERT INTO devices (key, name, type, model, serial, firmware, site, room, rack, slot, tags)
    VALUES (p_device ->> 'key', p_device ->> 'name', p_device ->> 'type', p_device ->> 'model', p_device ->> 'serial',
            p_device ->> 'firmware', p_device #>> '{location,site}', p_device #>> '{location,room}', p_device #>> '{location,rack}',
            p_device #>> '{location,slot}', array(SELECT jsonb_array_elements_text(p_device -> 'tags')))
    ON CONFLICT (key) DO NOTHING RETURNING * INTO d;
    IF d.id IS NULL THEN
        RETURN jsonb_build_object('status', 'taken');
    END IF;
    INSERT INTO device_presence (device_id) VALUES (d.id) RETURNING * INTO p;
    INSERT INTO device_leases (device_id) VALUES (d.id) RETURNING * INTO l;
    INSERT INTO device_services (device_id) VALUES (d.id) RETURNING * INTO s;
    PERFORM audit(p_user, p_address, 'device.create', 'device', d.id::text, NULL, device_facts_json(d));
    RETURN jsonb_build_object('status', 'created', 'device', device_json(d), 'events', emit_events(ARRAY[
        event_json('device', d.id, d.version, device_facts_json(d)),
        event_json('presence', d.id, p.version, presence_json(p)),
        event_json('lease', d.id, l.version, lease_json(l)),
        event_json('service', d.id, s.version, service_json(s))]));
END $$;

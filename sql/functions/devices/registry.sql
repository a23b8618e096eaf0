-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The registry of devices. A device's row is locked before its lease.

-- Where the run stands that holds a device (HoldingRun of common/domain).
CREATE OR REPLACE FUNCTION holding_run_json(p_run_id uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', r.id, 'state', r.state, 'testCaseKey', c.key, 'testCaseTitle', v.document ->> 'title',
        'progress', jsonb_build_object('step', '', 'stepIndex', 0, 'stepCount', 0, 'percent', 0) || r.progress,
        'until', rfc3339(r.deadline_at))
    FROM test_runs r
    JOIN test_case_revisions v ON v.id = r.case_revision_id
    JOIN test_cases c ON c.id = v.test_case_id
    WHERE r.id = p_run_id
$$;

-- What the board does not have: DeviceDetail of common/domain has it.
CREATE OR REPLACE FUNCTION device_notes_json(d devices) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('notes', d.notes, 'attributes', d.attributes)
$$;

-- DeviceDetail of common/domain, but for lastSeen, which is Redis's alone.
CREATE OR REPLACE FUNCTION device_json(d devices) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT device_facts_json(d) || device_notes_json(d)
        || jsonb_build_object('presence', presence_json(p), 'lease', lease_json(l), 'service', service_json(s),
                              'createdAt', rfc3339(d.created_at), 'run', holding_run_json(l.run_id))
    FROM device_presence p, device_leases l, device_services s
    WHERE p.device_id = d.id AND l.device_id = d.id AND s.device_id = d.id
$$;

-- As the audit log has a device.
CREATE OR REPLACE FUNCTION device_audit_json(d devices) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT device_facts_json(d) || device_notes_json(d)
$$;

-- The device with a description (DeviceDescription, or some fields of it) laid over: what it does not say stays.
CREATE OR REPLACE FUNCTION described_device(d devices, p_says jsonb) RETURNS devices LANGUAGE plpgsql STABLE AS $$
BEGIN
    d.name := coalesce(p_says ->> 'name', d.name);
    d.type := coalesce(p_says ->> 'type', d.type);
    d.model := coalesce(p_says ->> 'model', d.model);
    d.serial := coalesce(p_says ->> 'serial', d.serial);
    d.firmware := coalesce(p_says ->> 'firmware', d.firmware);
    d.site := coalesce(p_says #>> '{location,site}', d.site);
    d.room := coalesce(p_says #>> '{location,room}', d.room);
    d.rack := coalesce(p_says #>> '{location,rack}', d.rack);
    d.slot := coalesce(p_says #>> '{location,slot}', d.slot);
    d.owner := coalesce(p_says ->> 'owner', d.owner);
    d.notes := coalesce(p_says ->> 'notes', d.notes);
    d.attributes := coalesce(p_says -> 'attributes', d.attributes);
    IF p_says ? 'tags' THEN
        d.tags := array(SELECT jsonb_array_elements_text(p_says -> 'tags'));
    END IF;
    IF p_says ? 'capabilities' THEN
        d.capabilities := array(SELECT jsonb_array_elements_text(p_says -> 'capabilities'));
    END IF;
    RETURN d;
END $$;

-- A device of which nothing has been said.
CREATE OR REPLACE FUNCTION blank_device() RETURNS devices LANGUAGE sql STABLE AS $$
    SELECT jsonb_populate_record(NULL::devices, '{"type": "", "model": "", "serial": "", "firmware": "", "site": "", "room": "",
        "rack": "", "slot": "", "tags": [], "capabilities": [], "owner": "", "notes": "", "attributes": {}}')
$$;

-- Registers a device (NewDevice) with a row for each of the facts of its state. {"status": "created", device, events}, or
-- {"status": "taken", deleted} when the key belongs to another one, deleted ones too: its history hangs on it.
CREATE OR REPLACE FUNCTION create_device(p_device jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    d devices;
    p device_presence;
    l device_leases;
    s device_services;
    known jsonb[];
BEGIN
    d := described_device(blank_device(), p_device);
    INSERT INTO devices (key, name, type, model, serial, firmware, site, room, rack, slot, tags, capabilities, owner, notes, attributes)
    VALUES (p_device ->> 'key', d.name, d.type, d.model, d.serial, d.firmware, d.site, d.room, d.rack, d.slot, d.tags, d.capabilities,
            d.owner, d.notes, d.attributes)
    ON CONFLICT (key) DO NOTHING RETURNING * INTO d;
    IF d.id IS NULL THEN
        RETURN jsonb_build_object('status', 'taken', 'deleted',
            (SELECT t.deleted_at IS NOT NULL FROM devices t WHERE t.key = p_device ->> 'key'));
    END IF;
    INSERT INTO device_presence (device_id) VALUES (d.id);
    INSERT INTO device_leases (device_id) VALUES (d.id) RETURNING * INTO l;
    INSERT INTO device_services (device_id) VALUES (d.id) RETURNING * INTO s;
    known := welcome_devices(ARRAY[d.id]);
    SELECT * INTO p FROM device_presence WHERE device_id = d.id;
    PERFORM audit(p_user, p_address, 'device.create', 'device', d.id::text, NULL, device_audit_json(d));
    PERFORM remember_description(d.id, d.created_at, 'created', p_user, NULL, NULL);
    PERFORM require_health_checks(ARRAY[d.id], 'accepted');
    SELECT * INTO s FROM device_services WHERE device_id = d.id;
    RETURN jsonb_build_object('status', 'created', 'device', device_json(d), 'events', emit_events(ARRAY[
        event_json('device', d.id, d.version, device_facts_json(d)),
        event_json('presence', d.id, p.version, presence_json(p)),
        event_json('lease', d.id, l.version, lease_json(l)),
        event_json('service', d.id, s.version, service_json(s))] || known));
END $$;

-- Lays a description over a device that stands at p_version. {"status": …}: done {device, events: none when nothing differs}, not_found,
-- stale.
CREATE OR REPLACE FUNCTION update_device(p_id uuid, p_version bigint, p_says jsonb, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    d devices;
    wanted devices;
    before jsonb;
    events jsonb[];
BEGIN
    SELECT * INTO d FROM devices WHERE id = p_id AND deleted_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF d.version <> p_version THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    wanted := described_device(d, p_says);
    IF wanted = d THEN
        RETURN jsonb_build_object('status', 'done', 'device', device_json(d), 'events', '[]'::jsonb);
    END IF;
    before := device_audit_json(d);
    UPDATE devices SET name = wanted.name, type = wanted.type, model = wanted.model, serial = wanted.serial, firmware = wanted.firmware,
        site = wanted.site, room = wanted.room, rack = wanted.rack, slot = wanted.slot, tags = wanted.tags,
        capabilities = wanted.capabilities, owner = wanted.owner, notes = wanted.notes, attributes = wanted.attributes,
        version = d.version + 1
    WHERE id = p_id RETURNING * INTO d;
    PERFORM audit(p_user, p_address, 'device.update', 'device', p_id::text, before, device_audit_json(d));
    PERFORM remember_description(p_id, clock_timestamp(), 'updated', p_user, before, device_audit_json(d));
    events := ARRAY[event_json('device', d.id, d.version, device_facts_json(d))] || forgo_health_checks(ARRAY[d.id], p_user, p_address);
    RETURN jsonb_build_object('status', 'done', 'device', device_json(d), 'events', emit_events(events));
END $$;

-- Takes a device that stands at p_version out of the registry; its row stays, for its history and so that nobody else gets its key.
-- {"status": …}: done {events}, not_found, stale, leased {key, name, lease}. Whoever starts a run looks for this once they hold the lease.
CREATE OR REPLACE FUNCTION delete_device(p_id uuid, p_version bigint, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    d devices;
    l device_leases;
BEGIN
    SELECT * INTO d FROM devices WHERE id = p_id AND deleted_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF d.version <> p_version THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    SELECT * INTO l FROM device_leases WHERE device_id = p_id FOR NO KEY UPDATE;
    IF l.run_id IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'leased', 'key', d.key, 'name', d.name, 'lease', lease_json(l));
    END IF;
    PERFORM audit(p_user, p_address, 'device.delete', 'device', p_id::text, device_audit_json(d), NULL);
    UPDATE devices SET deleted_at = clock_timestamp(), version = d.version + 1 WHERE id = p_id RETURNING * INTO d;
    PERFORM remember_description(p_id, d.deleted_at, 'deleted', p_user, NULL, NULL);
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(ARRAY[event_json('device', d.id, d.version, NULL)]));
END $$;

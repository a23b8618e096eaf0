-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Registers devices (array of NewDevice) and lays descriptions over others (array of {id, version, says}), all or none, each with few
-- statements whatever their number. {"status": …}: done {events}, changed {keys} when some are not as the caller has seen them: then the
-- caller rolls back.
CREATE OR REPLACE FUNCTION import_devices(p_creates jsonb, p_updates jsonb, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    missed  jsonb;
    created uuid[];
    changed jsonb;
    events  jsonb[];
    known   jsonb[];
BEGIN
    WITH said AS (
        SELECT j ->> 'key' AS key, described_device(blank_device(), j) AS d FROM jsonb_array_elements(p_creates) j
    ), made AS (
        INSERT INTO devices (key, name, type, model, serial, firmware, site, room, rack, slot, tags, capabilities, owner, notes, attributes)
        SELECT s.key, (s.d).name, (s.d).type, (s.d).model, (s.d).serial, (s.d).firmware, (s.d).site, (s.d).room, (s.d).rack, (s.d).slot,
               (s.d).tags, (s.d).capabilities, (s.d).owner, (s.d).notes, (s.d).attributes
        FROM said s ORDER BY s.key
        ON CONFLICT (key) DO NOTHING RETURNING id, key
    )
    SELECT array(SELECT m.id FROM made m),
           (SELECT jsonb_agg(s.key) FROM said s WHERE NOT EXISTS (SELECT FROM made m WHERE m.key = s.key)) INTO created, missed;
    IF missed IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'changed', 'keys', missed);
    END IF;
    INSERT INTO device_presence (device_id) SELECT unnest(created);
    INSERT INTO device_leases (device_id) SELECT unnest(created);
    INSERT INTO device_services (device_id) SELECT unnest(created);
    known := welcome_devices(created);
    PERFORM audit(p_user, p_address, 'device.create', 'device', d.id::text, NULL, device_audit_json(d)),
            remember_description(d.id, d.created_at, 'created', p_user, NULL, NULL)
        FROM devices d WHERE d.id = ANY (created) ORDER BY d.key;
    PERFORM require_health_checks(created, 'accepted');
    SELECT array_agg(e.event ORDER BY d.key, e.place) INTO events
        FROM devices d
        JOIN device_presence p ON p.device_id = d.id
        JOIN device_leases l ON l.device_id = d.id
        JOIN device_services s ON s.device_id = d.id
        CROSS JOIN LATERAL (VALUES (1, event_json('device', d.id, d.version, device_facts_json(d))),
                                   (2, event_json('presence', d.id, p.version, presence_json(p))),
                                   (3, event_json('lease', d.id, l.version, lease_json(l))),
                                   (4, event_json('service', d.id, s.version, service_json(s)))) e(place, event)
        WHERE d.id = ANY (created);

    -- Before and after of each, which must be as it was seen; locked in the order of ids.
    WITH said AS (
        SELECT (j ->> 'id')::uuid AS id, (j ->> 'version')::bigint AS version, j -> 'says' AS says, j ->> 'key' AS key
        FROM jsonb_array_elements(p_updates) j
    ), before AS (
        SELECT d AS old, s.says FROM devices d JOIN said s ON s.id = d.id
        WHERE d.version = s.version AND d.deleted_at IS NULL ORDER BY d.id FOR NO KEY UPDATE OF d
    ), wanted AS (
        SELECT b.old, described_device(b.old, b.says) AS w FROM before b
    ), after AS (
        UPDATE devices d SET name = (x.w).name, type = (x.w).type, model = (x.w).model, serial = (x.w).serial, firmware = (x.w).firmware,
            site = (x.w).site, room = (x.w).room, rack = (x.w).rack, slot = (x.w).slot, tags = (x.w).tags,
            capabilities = (x.w).capabilities, owner = (x.w).owner, notes = (x.w).notes, attributes = (x.w).attributes,
            version = d.version + 1
        FROM wanted x WHERE d.id = (x.old).id AND d.version = (x.old).version
        RETURNING d.id, d.key, device_audit_json(x.old) AS old, device_audit_json(d) AS new,
                  event_json('device', d.id, d.version, device_facts_json(d)) AS event
    )
    SELECT (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.key) FROM after a),
           (SELECT jsonb_agg(s.key) FROM said s WHERE NOT EXISTS (SELECT FROM after a WHERE a.id = s.id)) INTO changed, missed;
    IF missed IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'changed', 'keys', missed);
    END IF;
    PERFORM audit(p_user, p_address, 'device.update', 'device', c.id::text, c.old, c.new),
            remember_description(c.id, clock_timestamp(), 'updated', p_user, c.old, c.new)
        FROM jsonb_to_recordset(changed) c(id uuid, old jsonb, new jsonb);
    RETURN jsonb_build_object('status', 'done', 'events',
        emit_events(coalesce(events, '{}') || known || array(SELECT c -> 'event' FROM jsonb_array_elements(changed) c)
                    || forgo_health_checks(array(SELECT (c ->> 'id')::uuid FROM jsonb_array_elements(changed) c), p_user, p_address)));
END $$;

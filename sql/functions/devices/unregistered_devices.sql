-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Devices that speak and that nobody has registered (UnregisteredDevice of common/domain).

CREATE OR REPLACE FUNCTION unregistered_device_json(n unregistered_devices) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', n.id, 'key', n.key, 'online', n.online, 'since', rfc3339(n.since), 'heardAt', rfc3339(n.heard_at),
        'refusedBy', n.refused_by, 'refusedAt', rfc3339(n.refused_at), 'version', n.version)
$$;

-- Words of devices by keys that are not registered: a row for each event. A key of which nothing was known appears with its first word
-- that it is online; a deleted device's stays unheard, and so does a refused one's. At most a thousand are kept: then one that has gone
-- makes room, if there is one.
CREATE OR REPLACE FUNCTION hear_unregistered(p_keys text[], p_online boolean[]) RETURNS SETOF jsonb LANGUAGE plpgsql AS $$
DECLARE
    said record;
    n unregistered_devices;
BEGIN
    FOR said IN
        SELECT s.key, s.online FROM unnest(p_keys, p_online) s(key, online)
        WHERE NOT EXISTS (SELECT FROM devices d WHERE d.key = s.key) ORDER BY s.key
    LOOP
        UPDATE unregistered_devices d SET online = said.online, since = clock_timestamp(), version = d.version + 1
        WHERE d.key = said.key AND d.online <> said.online AND d.refused_at IS NULL RETURNING d.* INTO n;
        IF NOT FOUND AND said.online AND NOT EXISTS (SELECT FROM unregistered_devices d WHERE d.key = said.key) THEN
            IF (SELECT count(*) FROM unregistered_devices) >= 1000 THEN
                DELETE FROM unregistered_devices d WHERE d.id IN (SELECT g.id FROM unregistered_devices g WHERE NOT g.online AND g.refused_at IS NULL
                    ORDER BY g.since LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING d.* INTO n;
                CONTINUE WHEN NOT FOUND;
                RETURN NEXT emit_event('unregistered_device', n.id, n.version + 1, NULL);
            END IF;
            INSERT INTO unregistered_devices (key, online) VALUES (said.key, true) ON CONFLICT DO NOTHING RETURNING * INTO n;
        END IF;
        IF n.key = said.key THEN
            RETURN NEXT emit_event('unregistered_device', n.id, n.version, unregistered_device_json(n));
        END IF;
        n := NULL;
    END LOOP;
END $$;

-- Somebody does not want this device: it is not heard any more. {"status": …}: done {device, events}, not_found.
CREATE OR REPLACE FUNCTION refuse_device(p_id uuid, p_user uuid, p_name text, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    n unregistered_devices;
BEGIN
    SELECT * INTO n FROM unregistered_devices WHERE id = p_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF n.refused_at IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'done', 'device', unregistered_device_json(n), 'events', '[]'::jsonb);
    END IF;
    UPDATE unregistered_devices SET refused_by = p_name, refused_at = clock_timestamp(), version = n.version + 1 WHERE id = p_id RETURNING * INTO n;
    PERFORM audit(p_user, p_address, 'device.refuse', 'unregistered_device', n.key, NULL, NULL);
    RETURN jsonb_build_object('status', 'done', 'device', unregistered_device_json(n),
        'events', emit_events(ARRAY[event_json('unregistered_device', n.id, n.version, unregistered_device_json(n))]));
END $$;

-- What was known of it is forgotten: it appears again with its next word. {"status": …}: done {events}, not_found.
CREATE OR REPLACE FUNCTION forget_device(p_id uuid, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    n unregistered_devices;
BEGIN
    DELETE FROM unregistered_devices WHERE id = p_id RETURNING * INTO n;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    END IF;
    PERFORM audit(p_user, p_address, 'device.forget', 'unregistered_device', n.key, NULL, NULL);
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(ARRAY[event_json('unregistered_device', n.id, n.version + 1, NULL)]));
END $$;

-- Devices that have just been registered are new no more, and are as present as they have said. The events.
CREATE OR REPLACE FUNCTION welcome_devices(p_devices uuid[]) RETURNS jsonb[] LANGUAGE sql AS $$
    WITH gone AS (
        DELETE FROM unregistered_devices n USING devices d WHERE d.id = ANY (p_devices) AND n.key = d.key
        RETURNING d.id AS device_id, n.*
    ), present AS (
        UPDATE device_presence p SET kind = 'mqtt', online = g.online, since = g.since FROM gone g WHERE p.device_id = g.device_id
    )
    SELECT coalesce(array_agg(event_json('unregistered_device', g.id, g.version + 1, NULL) ORDER BY g.key), '{}') FROM gone g
$$;

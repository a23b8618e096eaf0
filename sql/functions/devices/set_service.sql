-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The one way a device goes out of service or comes back: `s` is its row, locked by the caller. p_by: the person's name; empty: the lab
-- itself. The event, to be emitted by the caller.
CREATE OR REPLACE FUNCTION change_service(s device_services, p_in_service boolean, p_reason text, p_user uuid, p_by text, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    now_is device_services;
BEGIN
    UPDATE device_services SET in_service = p_in_service, reason = p_reason, by_name = p_by,
        since = CASE WHEN s.in_service = p_in_service THEN s.since ELSE clock_timestamp() END, version = s.version + 1
    WHERE device_id = s.device_id RETURNING * INTO now_is;
    PERFORM audit(p_user, p_address, CASE WHEN p_in_service THEN 'device.in-service' ELSE 'device.maintenance' END, 'device',
                  s.device_id::text, jsonb_build_object('inService', s.in_service, 'reason', s.reason, 'by', s.by_name),
                  jsonb_build_object('inService', p_in_service, 'reason', p_reason, 'by', p_by));
    INSERT INTO device_history (device_id, at, part, change, hinders, by_name, reason)
        VALUES (s.device_id, clock_timestamp(), 'service', CASE WHEN p_in_service THEN 'in_service' ELSE 'maintenance' END,
                NOT p_in_service, p_by, p_reason);
    RETURN event_json('service', s.device_id, now_is.version, service_json(now_is));
END $$;

-- Puts devices into maintenance (p_in_service false, with the reason) or back in service, all or none; locked in the order of ids, so that
-- a start sees each either before or after. A lease stays what it is. A device that has to pass its health check (health_checks.sql) does so
-- when a person is done with it; putting one in service that waits for just that says that it need not. {"status": …}:
--   done     {devices, events}: of those for which something has changed; the reason may change while `since` stays
--   unknown  {ids}: there are no such devices, and nothing has changed
CREATE OR REPLACE FUNCTION set_service(p_ids uuid[], p_in_service boolean, p_reason text, p_user uuid, p_by text, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    unknown uuid[] := array(SELECT id FROM unnest(p_ids) id
                            WHERE NOT EXISTS (SELECT FROM devices d WHERE d.id = id.id AND d.deleted_at IS NULL));
    s       device_services;
    check_due text;
    events  jsonb[] := '{}';
BEGIN
    IF cardinality(unknown) > 0 THEN
        RETURN jsonb_build_object('status', 'unknown', 'ids', to_jsonb(unknown));
    END IF;
    FOR s IN SELECT * FROM device_services WHERE device_id = ANY (p_ids) ORDER BY device_id FOR NO KEY UPDATE LOOP
        CONTINUE WHEN s.in_service = p_in_service AND (p_in_service OR (s.reason = p_reason AND s.by_name = p_by));
        SELECT dh.due INTO check_due FROM device_health dh WHERE dh.device_id = s.device_id;
        IF p_in_service AND check_due IS NOT NULL AND NOT is_kept_by_lab(s) THEN
            events := events || change_service(s, false, health_check_due_words(check_due), p_user, '', p_address);
            CONTINUE;
        END IF;
        IF p_in_service AND check_due IS NOT NULL THEN
            UPDATE device_health SET due = NULL WHERE device_id = s.device_id;
        END IF;
        events := events || change_service(s, p_in_service, p_reason, p_user, p_by, p_address);
    END LOOP;
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(events),
        'devices', (SELECT jsonb_agg(device_json(d) ORDER BY w.place) FROM unnest(p_ids) WITH ORDINALITY w(id, place)
                    JOIN devices d ON d.id = w.id));
END $$;

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Puts devices into maintenance (p_in_service false, with the reason) or back in service, all or none; locked in the order of ids, so that
-- a start sees each either before or after. A lease stays what it is. {"status": …}:
--   done     {devices, events}: of those for which something has changed; the reason may change while `since` stays
--   unknown  {ids}: there are no such devices, and nothing has changed
CREATE OR REPLACE FUNCTION set_service(p_ids uuid[], p_in_service boolean, p_reason text, p_user uuid, p_by text, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    unknown uuid[] := array(SELECT id FROM unnest(p_ids) id
                            WHERE NOT EXISTS (SELECT FROM devices d WHERE d.id = id.id AND d.deleted_at IS NULL));
    s       device_services;
    before  jsonb;
    events  jsonb[] := '{}';
BEGIN
    IF cardinality(unknown) > 0 THEN
        RETURN jsonb_build_object('status', 'unknown', 'ids', to_jsonb(unknown));
    END IF;
    FOR s IN SELECT * FROM device_services WHERE device_id = ANY (p_ids) ORDER BY device_id FOR NO KEY UPDATE LOOP
        CONTINUE WHEN s.in_service = p_in_service AND (p_in_service OR (s.reason = p_reason AND s.by_name = p_by));
        before := jsonb_build_object('inService', s.in_service, 'reason', s.reason, 'by', s.by_name);
        UPDATE device_services SET in_service = p_in_service, reason = p_reason, by_name = p_by,
            since = CASE WHEN s.in_service = p_in_service THEN s.since ELSE clock_timestamp() END, version = s.version + 1
        WHERE device_id = s.device_id RETURNING * INTO s;
        PERFORM audit(p_user, p_address, CASE WHEN p_in_service THEN 'device.in-service' ELSE 'device.maintenance' END, 'device',
                      s.device_id::text, before,
                      jsonb_build_object('inService', s.in_service, 'reason', s.reason, 'by', s.by_name));
        INSERT INTO device_history (device_id, at, part, change, hinders, by_name, reason)
            VALUES (s.device_id, clock_timestamp(), 'service', CASE WHEN p_in_service THEN 'in_service' ELSE 'maintenance' END,
                    NOT p_in_service, p_by, p_reason);
        events := events || event_json('service', s.device_id, s.version, service_json(s));
    END LOOP;
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(events),
        'devices', (SELECT jsonb_agg(device_json(d) ORDER BY w.place) FROM unnest(p_ids) WITH ORDINALITY w(id, place)
                    JOIN devices d ON d.id = w.id));
END $$;

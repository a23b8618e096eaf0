-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Events carry the whole state of one part with its version. Whoever changes a part calls emit_event() in the same
-- transaction and hands the returned event on: to the caller's answer and to the server's own board.
-- The JSON made here is that of common/domain (Presence, Lease, Service, DeviceFacts); a test reads it back strictly.

CREATE OR REPLACE FUNCTION rfc3339(t timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- An event as the wire has it; p_state NULL is a tombstone.
CREATE OR REPLACE FUNCTION event_json(p_part text, p_id uuid, p_version bigint, p_state jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_object('part', p_part, 'id', p_id, 'version', p_version, 'deleted', p_state IS NULL,
                              'state', p_state)
$$;

-- Puts events on their way, in the order of the array, and returns them as a JSON array.
CREATE OR REPLACE FUNCTION emit_events(p_events jsonb[]) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event_outbox (event) SELECT e FROM unnest(p_events) WITH ORDINALITY u(e, place) ORDER BY place;
    INSERT INTO exchange_outbox (event) SELECT e FROM unnest(p_events) WITH ORDINALITY u(e, place) ORDER BY place;
    RETURN to_jsonb(p_events);
END $$;

CREATE OR REPLACE FUNCTION emit_event(p_part text, p_id uuid, p_version bigint, p_state jsonb) RETURNS jsonb
LANGUAGE sql AS $$
    SELECT emit_events(ARRAY[event_json(p_part, p_id, p_version, p_state)]) -> 0
$$;
CREATE OR REPLACE FUNCTION device_facts_json(d devices) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', d.id, 'key', d.key, 'name', d.name, 'type', d.type, 'model', d.model, 'serial', d.serial,
        'firmware', d.firmware,
        'location', jsonb_build_object('site', d.site, 'room', d.room, 'rack', d.rack, 'slot', d.slot),
        'tags', to_jsonb(d.tags), 'capabilities', to_jsonb(d.capabilities), 'owner', d.owner, 'version', d.version)
$$;

CREATE OR REPLACE FUNCTION presence_json(p device_presence) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('kind', p.kind, 'online', p.online, 'since', rfc3339(p.since), 'version', p.version, 'cause', p.cause,
        'flappingUntil', rfc3339(p.flapping_until))
$$;

CREATE OR REPLACE FUNCTION service_json(s device_services) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('inService', s.in_service, 'reason', s.reason, 'by', s.by_name, 'since', rfc3339(s.since),
        'version', s.version)
$$;

CREATE OR REPLACE FUNCTION lease_json(l device_leases) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('runId', l.run_id, 'runNumber', r.number, 'holder', u.display_name, 'since', rfc3339(l.since),
        'lastRunId', l.last_run_id, 'lastOutcome', l.last_outcome, 'version', l.version)
    FROM (SELECT 1) one LEFT JOIN test_runs r ON r.id = l.run_id LEFT JOIN users u ON u.id = r.created_by
$$;

-- A device without an agent is taken as present.
CREATE OR REPLACE FUNCTION is_lost(p device_presence) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT p.kind = 'mqtt' AND NOT p.online
$$;

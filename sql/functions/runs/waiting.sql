-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Runs that wait for their devices: `waiting`, with their devices named in run_devices and no lease. Each has a rank, and nobody takes a
-- device that one of higher rank waits for. Ranks are never equal, so of any that want each other's devices one comes first, and gets all
-- of its devices or none.

-- The moment from which a run counts as waiting; the earlier, the higher its rank. A point of priority is worth a minute, so that in the
-- end everybody has their turn.
CREATE OR REPLACE FUNCTION run_rank(p_created timestamptz, p_priority integer) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT p_created - p_priority * interval '1 minute'
$$;

-- Runs that rank higher than one of this rank and wait for one of these devices, and for which.
CREATE OR REPLACE FUNCTION waiting_before(p_device_ids uuid[], p_rank timestamptz, p_run_id uuid)
RETURNS TABLE (run_id uuid, device_id uuid) LANGUAGE sql STABLE AS $$
    SELECT o.id, rd.device_id
    FROM test_runs o JOIN run_devices rd ON rd.run_id = o.id
    WHERE o.state = 'waiting' AND rd.device_id = ANY (p_device_ids) AND o.id <> p_run_id
      AND (run_rank(o.created_at, o.priority), o.id) < (p_rank, p_run_id)
$$;

-- Per device why it cannot be had: what start_conflicts() says, and of those that are free the first that waits for it.
CREATE OR REPLACE FUNCTION obstacles(p_device_ids uuid[], p_rank timestamptz, p_run_id uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH held AS (SELECT coalesce(start_conflicts(p_device_ids), '[]') AS list)
    SELECT held.list || coalesce((
        SELECT jsonb_agg(w.obstacle ORDER BY w.key)
        FROM (SELECT DISTINCT ON (d.id) d.key, jsonb_build_object('deviceId', d.id, 'key', d.key, 'name', d.name, 'reason', 'wanted',
                     'runId', o.id, 'runNumber', o.number, 'holder', u.display_name, 'since', rfc3339(o.created_at), 'detail', '') AS obstacle
              FROM waiting_before(p_device_ids, p_rank, p_run_id) b
              JOIN devices d ON d.id = b.device_id
              JOIN test_runs o ON o.id = b.run_id
              JOIN users u ON u.id = o.created_by
              WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(held.list) h WHERE h ->> 'deviceId' = d.id::text)
              ORDER BY d.id, run_rank(o.created_at, o.priority), o.id) w), '[]')
    FROM held
$$;

-- RunWait: what a waiting run waits for, and how many of those that want one of its devices come before it.
CREATE OR REPLACE FUNCTION run_wait_json(r test_runs) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'position', 1 + (SELECT count(DISTINCT b.run_id) FROM waiting_before(wanted.ids, run_rank(r.created_at, r.priority), r.id) b),
        'obstacles', obstacles(wanted.ids, run_rank(r.created_at, r.priority), r.id))
    FROM (SELECT array(SELECT rd.device_id FROM run_devices rd WHERE rd.run_id = r.id) AS ids) wanted
    WHERE r.state = 'waiting'
$$;

-- Whether all devices of a waiting run can be had, and nobody comes before it at any of them.
CREATE OR REPLACE FUNCTION run_is_next(r test_runs) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM run_devices rd
                       JOIN devices d ON d.id = rd.device_id
                       JOIN device_leases l ON l.device_id = rd.device_id
                       JOIN device_presence p ON p.device_id = rd.device_id
                       JOIN device_services s ON s.device_id = rd.device_id
                       WHERE rd.run_id = r.id
                         AND (l.run_id IS NOT NULL OR is_lost(p) OR NOT s.in_service OR d.deleted_at IS NOT NULL))
       AND NOT EXISTS (SELECT FROM waiting_before(array(SELECT rd.device_id FROM run_devices rd WHERE rd.run_id = r.id),
                                                  run_rank(r.created_at, r.priority), r.id))
$$;

-- Gives devices to those whose turn it is, at most 100 a call; ends those that wait for a device that is gone. Right with several
-- servers at it: a run that another one looks at is passed over. Answers {events, waiting}: how many are left.
CREATE OR REPLACE FUNCTION grant_waiting() RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    ids    uuid[];
    run    test_runs;
    events jsonb := '[]';
BEGIN
    IF NOT EXISTS (SELECT FROM test_runs r WHERE r.state = 'waiting') THEN
        RETURN jsonb_build_object('events', events, 'waiting', 0);
    END IF;
    events := end_all_by_lab(array(SELECT r.id FROM test_runs r
                                   WHERE r.state = 'waiting'
                                     AND EXISTS (SELECT FROM run_devices rd JOIN devices d ON d.id = rd.device_id
                                                 WHERE rd.run_id = r.id AND d.deleted_at IS NOT NULL)
                                   ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED),
                             'error', 'A device that the run waited for was deleted.');
    ids := array(SELECT r.id FROM test_runs r WHERE r.state = 'waiting' AND run_is_next(r)
                 ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED);
    PERFORM lock_leases_of(ids);
    PERFORM FROM device_presence p JOIN device_services s USING (device_id)
        WHERE p.device_id IN (SELECT rd.device_id FROM run_devices rd WHERE rd.run_id = ANY (ids))
        ORDER BY p.device_id FOR SHARE OF p, s;
    FOR run IN SELECT r.* FROM test_runs r WHERE r.id = ANY (ids) ORDER BY r.id LOOP
        CONTINUE WHEN run.state <> 'waiting' OR NOT run_is_next(run); -- between the two looks somebody was faster
        PERFORM audit(NULL, '', 'run.grant', 'run', run.id::text, jsonb_build_object('state', 'waiting'),
                      jsonb_build_object('state', 'queued'));
        UPDATE test_runs r SET state = 'queued', queued_at = now(), version = r.version + 1 WHERE r.id = run.id;
        PERFORM take_devices(run.id);
        events := events || emit_events(run_events(run.id));
    END LOOP;
    RETURN jsonb_build_object('events', events, 'waiting', (SELECT count(*) FROM test_runs r WHERE r.state = 'waiting'));
END $$;

-- Has waited for p_wait: what it was started for may no longer hold.
CREATE OR REPLACE FUNCTION expire_waiting(p_wait interval) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN end_all_by_lab(array(SELECT r.id FROM test_runs r WHERE r.state = 'waiting' AND r.created_at < now() - p_wait
                                ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED),
                          'timed_out', 'Its devices did not become free in time.');
END $$;

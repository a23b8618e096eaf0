-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The one way a run ends. Runs are locked before leases, each in one statement ordered by id.

-- Locks the leases of these runs, whose own rows the caller has locked.
CREATE OR REPLACE FUNCTION lock_leases_of(p_run_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM device_leases l
        WHERE l.device_id IN (SELECT rd.device_id FROM run_devices rd WHERE rd.run_id = ANY (p_run_ids))
        ORDER BY l.device_id FOR NO KEY UPDATE;
END $$;

-- Ends the run, frees its devices, emits what changed and returns it. The caller holds the locks on the run and on its leases.
-- p_by_attempt: the attempt whose callback ended it; NULL for everybody else.
CREATE OR REPLACE FUNCTION end_run(p_run_id uuid, p_outcome text, p_reason text, p_by_attempt integer) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    run test_runs;
BEGIN
    UPDATE test_runs r
        SET state = 'finished', outcome = p_outcome, reason = left(p_reason, 2000), finished_at = now(),
            finished_by_attempt = p_by_attempt, version = r.version + 1
        WHERE r.id = p_run_id RETURNING * INTO run;
    UPDATE run_steps s
        SET state = CASE s.state WHEN 'running' THEN 'error' ELSE 'skipped' END,
            finished_at = CASE s.state WHEN 'running' THEN now() END
        WHERE s.run_id = p_run_id AND s.state IN ('running', 'pending');
    WITH freed AS (
        UPDATE device_leases l
            SET run_id = NULL, since = clock_timestamp(), last_run_id = p_run_id, last_outcome = p_outcome, version = l.version + 1
            WHERE l.device_id IN (SELECT rd.device_id FROM run_devices rd WHERE rd.run_id = p_run_id) AND l.run_id = p_run_id
            RETURNING l.device_id, l.since
    )
    INSERT INTO device_history (device_id, at, part, change, hinders, run_id)
        SELECT f.device_id, f.since, 'lease', 'freed', false, p_run_id FROM freed f;
    RETURN emit_events(run_events(p_run_id) || end_health_check(run));
END $$;

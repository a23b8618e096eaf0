-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Background duties. Each is one statement whose condition is looked at under the lock, so two servers at it at once are right: rows
-- that another one holds are passed over. At most 100 runs a call. All return the events.

-- Ends a run on the lab's own account. The caller holds the locks on the run and on its leases.
CREATE OR REPLACE FUNCTION end_by_lab(p_run_id uuid, p_outcome text, p_reason text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit(NULL, '', 'run.end', 'run', p_run_id::text,
                  (SELECT jsonb_build_object('state', r.state, 'attempt', r.attempt) FROM test_runs r WHERE r.id = p_run_id),
                  jsonb_build_object('state', 'finished', 'outcome', p_outcome, 'reason', p_reason));
    RETURN end_run(p_run_id, p_outcome, p_reason, NULL);
END $$;

-- The same for many, whose own rows the caller has locked, in the order of ids.
CREATE OR REPLACE FUNCTION end_all_by_lab(p_run_ids uuid[], p_outcome text, p_reason text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    id     uuid;
    events jsonb := '[]';
BEGIN
    PERFORM lock_leases_of(p_run_ids);
    FOREACH id IN ARRAY p_run_ids LOOP
        events := events || end_by_lab(id, p_outcome, p_reason);
    END LOOP;
    RETURN events;
END $$;

-- No sign of life for p_silence: the attempt is lost. The case may allow another one; a run that is being cancelled has had its last.
CREATE OR REPLACE FUNCTION expire_lost_attempts(p_silence interval) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    ids    uuid[];
    run    test_runs;
    lost_by text;
    events jsonb := '[]';
BEGIN
    SELECT array_agg(q.id) INTO ids FROM (
        SELECT r.id FROM test_runs r WHERE r.state = 'running' AND r.heartbeat_at < now() - p_silence
        ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED) q;
    PERFORM lock_leases_of(ids);
    FOR run IN SELECT r.* FROM test_runs r WHERE r.id = ANY (ids) ORDER BY r.id LOOP
        lost_by := coalesce(nullif(run.runner, ''), 'unnamed');
        IF run.cancel_requested_at IS NOT NULL THEN
            events := events || end_by_lab(run.id, 'cancelled', format('Cancelled; runner lost: %s.', lost_by))
                || emit_events(require_health_checks_after(run.id, 'runner_lost'));
        ELSIF run.attempt >= (SELECT (v.document ->> 'maxAttempts')::integer FROM test_case_revisions v
                              WHERE v.id = run.case_revision_id) THEN
            events := events || end_by_lab(run.id, 'error', format('Runner lost: %s.', lost_by))
                || emit_events(require_health_checks_after(run.id, 'runner_lost'));
        ELSE
            PERFORM audit(NULL, '', 'run.retry', 'run', run.id::text,
                          jsonb_build_object('state', run.state, 'attempt', run.attempt, 'runner', run.runner),
                          jsonb_build_object('state', 'queued', 'attempt', run.attempt + 1));
            UPDATE test_runs r
                SET state = 'queued', attempt = r.attempt + 1, claim_id = NULL, runner = '', queued_at = now(), dispatched_at = NULL,
                    heartbeat_at = NULL, deadline_at = NULL, progress = '{}', version = r.version + 1
                WHERE r.id = run.id RETURNING * INTO run;
            INSERT INTO job_outbox (run_id, attempt) VALUES (run.id, run.attempt);
            events := events || emit_events(ARRAY[run_event(run)]);
        END IF;
    END LOOP;
    RETURN events;
END $$;

-- Past the deadline, and p_grace for the teardown has gone by too.
CREATE OR REPLACE FUNCTION expire_deadlines(p_grace interval) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN end_all_by_lab(array(SELECT r.id FROM test_runs r WHERE r.state = 'running' AND r.deadline_at < now() - p_grace
                                ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED),
                          'timed_out', 'The run did not end by its deadline.');
END $$;

-- In the queue for p_wait and nobody has claimed it: its devices are wanted by others.
CREATE OR REPLACE FUNCTION expire_queued(p_wait interval) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN end_all_by_lab(array(SELECT r.id FROM test_runs r
                                WHERE r.state IN ('queued', 'dispatched') AND r.queued_at < now() - p_wait
                                ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED),
                          'timed_out', 'No runner took the job in time.');
END $$;

-- Told to stop, and p_teardown has gone by.
CREATE OR REPLACE FUNCTION expire_cancels(p_teardown interval) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN end_all_by_lab(array(SELECT r.id FROM test_runs r
                                WHERE r.state = 'running' AND r.cancel_requested_at < now() - p_teardown
                                ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED),
                          'cancelled', 'Cancelled; the runner did not stop in time.');
END $$;

-- A device has been away for p_absence while its run was at work, and the case does not say wait.
CREATE OR REPLACE FUNCTION expire_lost_devices(p_absence interval) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    ids    uuid[];
    run    test_runs;
    away   text;
    events jsonb := '[]';
BEGIN
    SELECT array_agg(q.id) INTO ids FROM (
        SELECT r.id FROM test_runs r
        JOIN test_case_revisions v ON v.id = r.case_revision_id
        WHERE r.state = 'running' AND coalesce(v.document ->> 'onDeviceLost', 'fail') <> 'wait'
          AND EXISTS (SELECT FROM run_devices rd JOIN device_presence p ON p.device_id = rd.device_id
                      WHERE rd.run_id = r.id AND is_lost(p)
                        AND greatest(p.since, r.started_at) < now() - p_absence)
        ORDER BY r.id LIMIT 100 FOR NO KEY UPDATE OF r SKIP LOCKED) q;
    PERFORM lock_leases_of(ids);
    FOR run IN SELECT r.* FROM test_runs r WHERE r.id = ANY (ids) ORDER BY r.id LOOP
        SELECT string_agg(d.key, ', ' ORDER BY d.key) INTO away
            FROM run_devices rd JOIN devices d ON d.id = rd.device_id JOIN device_presence p ON p.device_id = d.id
            WHERE rd.run_id = run.id AND is_lost(p) AND greatest(p.since, run.started_at) < now() - p_absence;
        CONTINUE WHEN away IS NULL; -- it has come back between the two looks
        events := events || end_by_lab(run.id, 'error', format('Device lost: %s.', away));
    END LOOP;
    RETURN events;
END $$;

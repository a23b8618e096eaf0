-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The relay's side of a run: from the outbox to the broker, and what is to be done when nobody takes the job.

-- The broker has confirmed these jobs (ids of job_outbox, which the caller has locked): their rows go, and the runs that nobody
-- has claimed meanwhile are dispatched. Returns the events.
CREATE OR REPLACE FUNCTION mark_dispatched(p_outbox_ids bigint[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    gone   jsonb;
    marked uuid[];
BEGIN
    WITH d AS (DELETE FROM job_outbox o WHERE o.id = ANY (p_outbox_ids) RETURNING o.run_id, o.attempt)
        SELECT jsonb_agg(jsonb_build_object('run', d.run_id, 'attempt', d.attempt)) INTO gone FROM d;
    SELECT array_agg(q.id) INTO marked FROM (
        SELECT r.id FROM test_runs r
        JOIN jsonb_to_recordset(coalesce(gone, '[]')) g(run uuid, attempt integer) ON g.run = r.id AND g.attempt = r.attempt
        WHERE r.state = 'queued' ORDER BY r.id FOR NO KEY UPDATE OF r) q;
    UPDATE test_runs r SET state = 'dispatched', dispatched_at = now(), version = r.version + 1 WHERE r.id = ANY (marked);
    RETURN emit_events(array(SELECT run_event(r) FROM test_runs r WHERE r.id = ANY (marked) ORDER BY r.id));
END $$;

-- Publishes an attempt again that was dispatched at least p_age ago and that nobody has claimed. False: not so (any more), or
-- another server has just done it.
CREATE OR REPLACE FUNCTION redeliver_run(p_run_id uuid, p_attempt integer, p_age interval) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE test_runs r SET dispatched_at = now()
        WHERE r.id = p_run_id AND r.attempt = p_attempt AND r.state = 'dispatched' AND r.dispatched_at < now() - p_age;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO job_outbox (run_id, attempt) VALUES (p_run_id, p_attempt);
    RETURN true;
END $$;

-- The broker has given the job up (dead letter): the run ends, unless somebody has claimed it all the same. Returns the events.
CREATE OR REPLACE FUNCTION end_undeliverable(p_run_id uuid, p_attempt integer) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM test_runs r
        WHERE r.id = p_run_id AND r.attempt = p_attempt AND r.state IN ('queued', 'dispatched') FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN '[]'::jsonb;
    END IF;
    PERFORM lock_leases_of(ARRAY[p_run_id]);
    RETURN end_by_lab(p_run_id, 'error', 'No runner could take the job.');
END $$;

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- An attempt speaks up: claim, then progress. Both answer {"status": …}:
--   ok          {…, events}: events hold the run when something that people see has changed
--   unknown     there is no such run
--   expired     it ended more than 24 h ago: tokens of its attempts are no longer good
--   ended       it has ended
--   superseded  a later attempt has taken its place
--   taken       (claim) somebody else has claimed this attempt

-- The answer that ends the conversation, or NULL when this attempt is the run's present one. The caller holds the run's lock.
CREATE OR REPLACE FUNCTION attempt_refusal(run test_runs, p_attempt integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN run.finished_at < now() - interval '24 hours' THEN jsonb_build_object('status', 'expired')
        WHEN run.state = 'finished' THEN
            jsonb_build_object('status', 'ended', 'outcome', run.outcome, 'reason', run.reason)
        WHEN run.attempt <> p_attempt OR run.state = 'waiting' THEN jsonb_build_object('status', 'superseded')
    END
$$;

CREATE OR REPLACE FUNCTION remaining_seconds(run test_runs) RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT greatest(0, extract(epoch FROM run.deadline_at - clock_timestamp()))::double precision
$$;

-- As the audit log calls a runner; those that never claim tell no name.
CREATE OR REPLACE FUNCTION runner_actor(p_runner text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'runner:' || coalesce(nullif(p_runner, ''), 'unnamed')
$$;

-- The attempt is at work from now on: the clock of its deadline starts.
CREATE OR REPLACE FUNCTION begin_attempt(p_run test_runs, p_claim_id uuid, p_runner text, p_address text) RETURNS test_runs
LANGUAGE plpgsql AS $$
DECLARE
    run test_runs;
BEGIN
    UPDATE test_runs r
        SET state = 'running', claim_id = p_claim_id, runner = p_runner, started_at = coalesce(r.started_at, now()),
            heartbeat_at = now(), version = r.version + 1,
            deadline_at = now() + (SELECT make_interval(secs => (v.document ->> 'timeoutSeconds')::double precision)
                                   FROM test_case_revisions v WHERE v.id = r.case_revision_id)
        WHERE r.id = p_run.id
        RETURNING r.* INTO run;
    PERFORM audit_by(runner_actor(p_runner), NULL, p_address, 'run.claim', 'run', run.id::text,
                     jsonb_build_object('state', p_run.state, 'attempt', p_run.attempt),
                     jsonb_build_object('state', run.state, 'attempt', run.attempt, 'runner', run.runner));
    RETURN run;
END $$;

CREATE OR REPLACE FUNCTION claim_run(p_run_id uuid, p_attempt integer, p_claim_id uuid, p_runner text, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    run    test_runs;
    events jsonb := '[]';
BEGIN
    SELECT * INTO run FROM test_runs r WHERE r.id = p_run_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'unknown');
    END IF;
    IF attempt_refusal(run, p_attempt) IS NOT NULL THEN
        RETURN attempt_refusal(run, p_attempt);
    END IF;
    IF run.state IN ('queued', 'dispatched') THEN
        run := begin_attempt(run, p_claim_id, p_runner, p_address);
        events := emit_events(ARRAY[run_event(run)]);
    ELSIF run.claim_id IS DISTINCT FROM p_claim_id THEN
        RETURN jsonb_build_object('status', 'taken', 'runner', run.runner);
    END IF;
    RETURN jsonb_build_object('status', 'ok', 'attempt', run.attempt, 'remainingSeconds', remaining_seconds(run),
                              'secrets', '{}'::jsonb, 'events', events);
END $$;

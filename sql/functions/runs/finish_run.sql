-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The callback: ends the run with its results, frees its devices, all in one commit. Answers {"status": …}:
--   finished    {run, events}; a repeat by the attempt that finished the run gets the same, whatever it brings
--   ended, superseded, expired, unknown as in claim_run.sql: nothing has changed
CREATE OR REPLACE FUNCTION finish_run(p_run_id uuid, p_attempt integer, p_outcome text, p_reason text,
                                      p_results jsonb, p_steps jsonb, p_log jsonb, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    run    test_runs;
    events jsonb;
BEGIN
    SELECT * INTO run FROM test_runs r WHERE r.id = p_run_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'unknown');
    END IF;
    IF run.finished_by_attempt = p_attempt AND run.finished_at >= now() - interval '24 hours' THEN
        RETURN jsonb_build_object('status', 'finished', 'run', run_json(run), 'events', to_jsonb(run_events(p_run_id)));
    END IF;
    IF attempt_refusal(run, p_attempt) IS NOT NULL THEN
        RETURN attempt_refusal(run, p_attempt);
    END IF;
    INSERT INTO run_results (run_id, attempt, ordinal, device, step, criterion, metric, value, unit, limit_text, severity,
                             passed, no_data, message)
        SELECT p_run_id, p_attempt, place - 1, j ->> 'device', j ->> 'step', j ->> 'criterion', j ->> 'metric',
               (j ->> 'value')::double precision, j ->> 'unit', j ->> 'limit', j ->> 'severity',
               (j ->> 'passed')::boolean, (j ->> 'noData')::boolean, j ->> 'message'
        FROM jsonb_array_elements(p_results) WITH ORDINALITY e(j, place);
    PERFORM record_run(p_run_id, p_attempt, p_steps, p_log);
    PERFORM lock_leases_of(ARRAY[p_run_id]);
    events := end_run(p_run_id, p_outcome, p_reason, p_attempt);
    PERFORM audit_by(runner_actor(run.runner), NULL, p_address, 'run.end', 'run', p_run_id::text,
                     jsonb_build_object('state', run.state, 'attempt', run.attempt),
                     jsonb_build_object('state', 'finished', 'outcome', p_outcome, 'reason', left(p_reason, 2000)));
    RETURN (SELECT jsonb_build_object('status', 'finished', 'run', run_json(r), 'events', events)
            FROM test_runs r WHERE r.id = p_run_id);
END $$;

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A sign of life from the attempt: p_progress is RunProgress. An attempt that was never claimed is at work from here on.
-- What the run shows, and its version, change with the step or the whole percent; a heartbeat alone changes neither.
CREATE OR REPLACE FUNCTION progress_run(p_run_id uuid, p_attempt integer, p_progress jsonb, p_steps jsonb, p_log jsonb, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    run    test_runs;
    moved  boolean;
    events jsonb := '[]';
BEGIN
    SELECT * INTO run FROM test_runs r WHERE r.id = p_run_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'unknown');
    END IF;
    IF attempt_refusal(run, p_attempt) IS NOT NULL THEN
        RETURN attempt_refusal(run, p_attempt);
    END IF;
    moved := run.state <> 'running'
        OR run.progress -> 'step' IS DISTINCT FROM p_progress -> 'step'
        OR run.progress -> 'stepIndex' IS DISTINCT FROM p_progress -> 'stepIndex'
        OR floor((run.progress ->> 'percent')::float8) IS DISTINCT FROM floor((p_progress ->> 'percent')::float8);
    IF run.state <> 'running' THEN
        run := begin_attempt(run, NULL, '', p_address);
    END IF;
    IF moved THEN
        UPDATE test_runs r SET heartbeat_at = now(), progress = p_progress, version = r.version + 1
            WHERE r.id = p_run_id RETURNING * INTO run;
        events := emit_events(ARRAY[run_event(run)]);
    ELSE
        UPDATE test_runs r SET heartbeat_at = now() WHERE r.id = p_run_id;
    END IF;
    PERFORM record_run(p_run_id, p_attempt, p_steps, p_log);
    RETURN jsonb_build_object('status', 'ok', 'cancel', run.cancel_requested_at IS NOT NULL, 'pause', false,
                              'remainingSeconds', remaining_seconds(run), 'events', events);
END $$;

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Cancels at once what no runner has claimed; tells the runner of a claimed one, and expire_cancels() ends it when it
-- does not. p_any: also runs that somebody else started. Answers {"status": …}: cancelled {run, events} (also when it already
-- was), finished {run} when it has come to another outcome, forbidden, unknown.
CREATE OR REPLACE FUNCTION cancel_run(p_run_id uuid, p_any boolean, p_user_id uuid, p_actor text, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    run    test_runs;
    was    text;
    events jsonb := '[]';
BEGIN
    SELECT * INTO run FROM test_runs r WHERE r.id = p_run_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'unknown');
    END IF;
    IF run.created_by <> p_user_id AND NOT p_any THEN
        RETURN jsonb_build_object('status', 'forbidden');
    END IF;
    IF run.state = 'finished' AND run.outcome <> 'cancelled' THEN
        RETURN jsonb_build_object('status', 'finished', 'run', run_json(run));
    END IF;
    IF run.state <> 'finished' AND run.cancel_requested_at IS NULL THEN
        was := run.state;
        IF run.state = 'running' THEN
            UPDATE test_runs r SET cancel_requested_at = now(), version = r.version + 1
                WHERE r.id = p_run_id RETURNING * INTO run;
            events := emit_events(ARRAY[run_event(run)]);
        ELSE
            PERFORM lock_leases_of(ARRAY[p_run_id]);
            UPDATE test_runs r SET cancel_requested_at = now() WHERE r.id = p_run_id;
            events := end_run(p_run_id, 'cancelled', format('Cancelled by %s.', p_actor), NULL);
        END IF;
        PERFORM audit(p_user_id, p_address, 'run.cancel', 'run', p_run_id::text, jsonb_build_object('state', was),
                      (SELECT jsonb_strip_nulls(jsonb_build_object('state', r.state, 'outcome', r.outcome, 'cancelRequested', true))
                       FROM test_runs r WHERE r.id = p_run_id));
    END IF;
    RETURN (SELECT jsonb_build_object('status', 'cancelled', 'run', run_json(r), 'events', events)
            FROM test_runs r WHERE r.id = p_run_id);
END $$;

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Takes a device away from the run that holds it: that run ends as `error` with the reason, and all its devices are free, once they have
-- passed the health check that their type may have. p_run_id: the
-- run that is meant, NULL whichever it is. Answers {"status": …}: released {run, events}, unknown (no such device), free (no run holds
-- it), moved (the run that was meant holds it no longer).
CREATE OR REPLACE FUNCTION release_device(p_device_id uuid, p_run_id uuid, p_reason text, p_user_id uuid, p_actor text, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    holder uuid;
    key    text;
    run    test_runs;
    why    text := left(format('Released by %s: %s', p_actor, p_reason), 2000);
    events jsonb;
BEGIN
    SELECT d.key, l.run_id INTO key, holder FROM devices d JOIN device_leases l ON l.device_id = d.id
        WHERE d.id = p_device_id AND d.deleted_at IS NULL;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'unknown');
    ELSIF holder IS NULL THEN
        RETURN jsonb_build_object('status', 'free', 'key', key);
    ELSIF p_run_id IS NOT NULL AND p_run_id <> holder THEN
        RETURN jsonb_build_object('status', 'moved', 'key', key);
    END IF;
    SELECT * INTO run FROM test_runs r WHERE r.id = holder FOR NO KEY UPDATE;
    -- It may have ended while its lock was waited for; whoever holds the device now is not who was meant.
    IF run.state = 'finished' THEN
        RETURN jsonb_build_object('status', 'moved', 'key', key);
    END IF;
    PERFORM lock_leases_of(ARRAY[holder]);
    PERFORM audit(p_user_id, p_address, 'device.release', 'device', p_device_id::text,
                  jsonb_build_object('runId', run.id, 'runNumber', run.number), jsonb_build_object('reason', p_reason));
    PERFORM audit(p_user_id, p_address, 'run.end', 'run', run.id::text,
                  jsonb_build_object('state', run.state, 'attempt', run.attempt),
                  jsonb_build_object('state', 'finished', 'outcome', 'error', 'reason', why));
    events := end_run(holder, 'error', why, NULL) || emit_events(require_health_checks_after(holder, 'released'));
    RETURN (SELECT jsonb_build_object('status', 'released', 'run', run_json(r), 'events', events)
            FROM test_runs r WHERE r.id = holder);
END $$;

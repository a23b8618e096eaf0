-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Starts a run, all or nothing. p_id is allocated by the caller: called again with it, after an answer that was lost, the
-- function changes nothing and answers the same. Answers {"status": …}:
--   started   {run, events}
--   started   likewise with the run `waiting`, where a device cannot be had and p_when_busy is 'queue'
--   busy      {conflicts}: per device that cannot be had why, and who holds or wants it since when
--   invalid   {faults}
--   stale     the case or (where the caller says which) the environment has a newer revision than the one the caller has checked the
--             parameters against
--   key_reused  the idempotency key belongs to another body

-- Why each of these devices cannot be had. Their rows are locked by the caller.
CREATE OR REPLACE FUNCTION start_conflicts(p_device_ids uuid[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_agg(jsonb_build_object('deviceId', d.id, 'key', d.key, 'name', d.name,
        'reason', CASE WHEN is_lost(p) THEN 'offline' WHEN l.run_id IS NOT NULL THEN 'under_test' ELSE 'maintenance' END,
        'runId', l.run_id, 'runNumber', r.number, 'holder', coalesce(u.display_name, nullif(s.by_name, '')),
        'since', rfc3339(CASE WHEN is_lost(p) THEN p.since WHEN l.run_id IS NOT NULL THEN l.since ELSE s.since END),
        'detail', CASE WHEN s.in_service THEN '' ELSE s.reason END) ORDER BY d.key)
    FROM devices d
    JOIN device_leases l ON l.device_id = d.id
    JOIN device_presence p ON p.device_id = d.id
    JOIN device_services s ON s.device_id = d.id
    LEFT JOIN test_runs r ON r.id = l.run_id
    LEFT JOIN users u ON u.id = r.created_by
    WHERE d.id = ANY (p_device_ids) AND (l.run_id IS NOT NULL OR is_lost(p) OR NOT s.in_service)
$$;

-- What is wrong with the choice of devices: those that do not exist, and those that do not meet the case's requirements.
CREATE OR REPLACE FUNCTION start_device_faults(p_device_ids uuid[], p_type text, p_tags text[]) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('pointer', '/deviceIds/' || (w.place - 1), 'message',
        CASE WHEN d.id IS NULL THEN 'There is no such device.'
             WHEN d.type <> p_type AND p_type <> '' THEN
                 format('%s is of type "%s", the test case asks for "%s".', d.key, d.type, p_type)
             ELSE format('%s lacks tags that the test case asks for: %s.', d.key, (
                 SELECT string_agg(tag, ', ' ORDER BY tag) FROM unnest(p_tags) tag WHERE tag <> ALL (d.tags)))
        END) ORDER BY w.place), '[]')
    FROM unnest(p_device_ids) WITH ORDINALITY w(id, place)
    LEFT JOIN devices d ON d.id = w.id AND d.deleted_at IS NULL
    WHERE d.id IS NULL OR (p_type <> '' AND d.type <> p_type) OR NOT d.tags @> p_tags
$$;

-- Makes the run with the devices it wants.
CREATE OR REPLACE FUNCTION enter_run(
    p_id uuid, p_device_ids uuid[], p_revision_id uuid, p_environment_id uuid, p_environment jsonb, p_parameters jsonb, p_priority integer,
    p_user_id uuid, p_health_check boolean, p_state text)
RETURNS test_runs LANGUAGE plpgsql AS $$
DECLARE
    run test_runs;
BEGIN
    INSERT INTO test_runs (id, case_revision_id, environment_id, environment, environment_revision, parameters, state, priority, created_by,
                           health_check)
        VALUES (p_id, p_revision_id, p_environment_id, p_environment,
                (SELECT e.revision FROM environments e WHERE e.id = p_environment_id), p_parameters, p_state, p_priority, p_user_id,
                p_health_check)
        RETURNING * INTO run;
    INSERT INTO run_devices (run_id, device_id) SELECT p_id, unnest(p_device_ids);
    RETURN run;
END $$;

-- Takes the leases of a run's devices and puts its job into the outbox. The caller holds the locks on the leases and has looked at them.
CREATE OR REPLACE FUNCTION take_devices(p_run_id uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH taken AS (
        UPDATE device_leases l SET run_id = p_run_id, since = clock_timestamp(), version = l.version + 1
        WHERE l.device_id IN (SELECT rd.device_id FROM run_devices rd WHERE rd.run_id = p_run_id) RETURNING l.device_id, l.since
    )
    INSERT INTO device_history (device_id, at, part, change, hinders, run_id)
        SELECT t.device_id, t.since, 'lease', 'taken', true, p_run_id FROM taken t;
    INSERT INTO job_outbox (run_id, attempt) VALUES (p_run_id, 1);
END $$;

-- Both. The caller holds the locks on the leases and on the environment, and has looked at everything.
CREATE OR REPLACE FUNCTION open_run(
    p_id uuid, p_device_ids uuid[], p_revision_id uuid, p_environment_id uuid, p_environment jsonb, p_parameters jsonb, p_priority integer,
    p_user_id uuid, p_health_check boolean)
RETURNS test_runs LANGUAGE plpgsql AS $$
DECLARE
    run test_runs;
BEGIN
    run := enter_run(p_id, p_device_ids, p_revision_id, p_environment_id, p_environment, p_parameters, p_priority, p_user_id,
                     p_health_check, 'queued');
    PERFORM take_devices(p_id);
    RETURN run;
END $$;

CREATE OR REPLACE FUNCTION start_run(
    p_id uuid, p_device_ids uuid[], p_case_id uuid, p_case_revision_id uuid, p_environment_id uuid, p_parameters jsonb,
    p_priority integer, p_user_id uuid, p_actor text, p_address text, p_key text, p_body_hash bytea,
    p_environment_revision integer DEFAULT NULL, p_when_busy text DEFAULT 'refuse')
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    known     idempotency_keys;
    newest    test_case_revisions;
    env       jsonb;
    env_revision integer;
    busy      boolean;
    suitable  boolean;
    wanted_type text;
    wanted_tags text[];
    faults    jsonb := '[]';
    run       test_runs;
BEGIN
    IF p_key IS NOT NULL THEN
        -- Two requests with one key go one after the other; whoever holds this waits for nothing that a holder of leases has.
        PERFORM pg_advisory_xact_lock(hashtextextended(p_user_id::text || ' ' || p_key, 0));
        DELETE FROM idempotency_keys k
            WHERE k.user_id = p_user_id AND k.key = p_key AND k.created_at < now() - interval '24 hours';
        SELECT * INTO known FROM idempotency_keys k WHERE k.user_id = p_user_id AND k.key = p_key;
        IF FOUND THEN
            IF known.body_hash <> p_body_hash THEN
                RETURN jsonb_build_object('status', 'key_reused');
            END IF;
            RETURN (SELECT jsonb_build_object('status', 'started', 'run', run_json(r), 'events', to_jsonb(run_events(r.id)))
                    FROM test_runs r WHERE r.id = known.run_id);
        END IF;
    END IF;

    SELECT v.* INTO newest
        FROM test_cases c JOIN test_case_revisions v ON v.test_case_id = c.id
        WHERE c.id = p_case_id AND c.deleted_at IS NULL
        ORDER BY v.revision DESC LIMIT 1
        FOR KEY SHARE OF c; -- it is not deleted meanwhile
    IF NOT FOUND THEN
        faults := faults || jsonb_build_object('pointer', '/testCaseId', 'message', 'There is no such test case.');
    END IF;
    SELECT e.document, e.revision INTO env, env_revision FROM environments e
        WHERE e.id = p_environment_id AND e.deleted_at IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN
        faults := faults || jsonb_build_object('pointer', '/environmentId', 'message', 'There is no such environment.');
    END IF;
    wanted_type := coalesce(newest.document #>> '{requirements,type}', '');
    wanted_tags := array(SELECT jsonb_array_elements_text(coalesce(newest.document #> '{requirements,tags}', '[]')));

    SELECT coalesce(bool_or(q.busy), false), coalesce(bool_and(q.suitable), true) INTO busy, suitable
        FROM (SELECT l.run_id IS NOT NULL OR is_lost(p) OR NOT s.in_service AS busy,
                     (wanted_type = '' OR d.type = wanted_type) AND d.tags @> wanted_tags AS suitable
              FROM device_leases l
              JOIN devices d ON d.id = l.device_id AND d.deleted_at IS NULL
              JOIN device_presence p ON p.device_id = l.device_id
              JOIN device_services s ON s.device_id = l.device_id
              WHERE l.device_id = ANY (p_device_ids)
              ORDER BY l.device_id
              FOR NO KEY UPDATE OF l FOR SHARE OF p, s) q;

    -- A copy of this call may have got here first: only with the locks in hand is the answer final.
    SELECT * INTO run FROM test_runs r WHERE r.id = p_id;
    IF FOUND THEN
        RETURN jsonb_build_object('status', 'started', 'run', run_json(run), 'events', to_jsonb(run_events(p_id)));
    END IF;

    -- One may have been deleted while its lease was waited for.
    IF NOT suitable
       OR (SELECT count(*) FROM devices d WHERE d.id = ANY (p_device_ids) AND d.deleted_at IS NULL) <> cardinality(p_device_ids) THEN
        faults := faults || start_device_faults(p_device_ids, wanted_type, wanted_tags);
    END IF;
    IF faults <> '[]' THEN
        RETURN jsonb_build_object('status', 'invalid', 'faults', faults);
    END IF;
    IF newest.id <> p_case_revision_id OR env_revision <> p_environment_revision THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    busy := busy OR EXISTS (SELECT FROM waiting_before(p_device_ids, run_rank(now(), p_priority), p_id));
    IF busy AND p_when_busy <> 'queue' THEN
        RETURN jsonb_build_object('status', 'busy', 'conflicts', obstacles(p_device_ids, run_rank(now(), p_priority), p_id));
    END IF;

    IF busy THEN
        run := enter_run(p_id, p_device_ids, newest.id, p_environment_id, env, p_parameters, p_priority, p_user_id, false, 'waiting');
    ELSE
        run := open_run(p_id, p_device_ids, newest.id, p_environment_id, env, p_parameters, p_priority, p_user_id, false);
    END IF;
    IF p_key IS NOT NULL THEN
        INSERT INTO idempotency_keys (user_id, key, body_hash, run_id) VALUES (p_user_id, p_key, p_body_hash, p_id);
    END IF;
    PERFORM audit_by(p_actor, p_user_id, p_address, 'run.start', 'run', p_id::text, NULL,
                     jsonb_build_object('state', run.state, 'number', run.number, 'deviceIds', p_device_ids,
                                        'caseRevisionId', newest.id, 'environmentId', p_environment_id, 'priority', p_priority));
    RETURN jsonb_build_object('status', 'started', 'run', run_json(run), 'events', emit_events(run_events(p_id)));
END $$;

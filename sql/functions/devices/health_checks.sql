-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Health checks: a test case that the devices of a type have to pass when they are accepted, after a forced release, after their runner was
-- lost and, if it is wanted, every so many hours. A device that has to pass one is kept out of service by the lab itself (device_services
-- with an empty by_name) until it has; one that did not pass stays there with the reason. A person who puts such a device in service says
-- that it needs no check; one who puts it into maintenance makes the matter theirs, and what is due is due when they are done.
-- Locks: runs, leases, services, each in the order of device ids.

-- HealthCheck of common/domain.
CREATE OR REPLACE FUNCTION health_check_json(h health_checks) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', h.id, 'deviceType', h.device_type, 'testCaseId', c.id, 'testCaseKey', c.key,
        'testCaseTitle', (SELECT v.document ->> 'title' FROM test_case_revisions v WHERE v.test_case_id = c.id
                          ORDER BY v.revision DESC LIMIT 1),
        'environmentId', e.id, 'environmentName', e.document ->> 'name', 'everyHours', h.every_hours, 'changedBy', u.display_name,
        'changedAt', rfc3339(h.changed_at), 'version', h.version)
    FROM test_cases c, environments e, users u
    WHERE c.id = h.test_case_id AND e.id = h.environment_id AND u.id = h.changed_by
$$;

-- What is wrong with a health check for this type: the case has to be for it, and to need nobody who says its parameters.
CREATE OR REPLACE FUNCTION health_check_faults(p_type text, p_case uuid, p_environment uuid) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    document jsonb;
    open     text;
    faults   jsonb := '[]';
BEGIN
    SELECT v.document INTO document FROM test_cases c JOIN test_case_revisions v ON v.test_case_id = c.id
        WHERE c.id = p_case AND c.deleted_at IS NULL ORDER BY v.revision DESC LIMIT 1;
    IF NOT FOUND THEN
        faults := faults || jsonb_build_object('pointer', '/testCaseId', 'message', 'There is no such test case.');
    ELSIF document ->> 'status' = 'retired' THEN
        faults := faults || jsonb_build_object('pointer', '/testCaseId', 'message', 'The test case is retired.');
    ELSIF coalesce(document #>> '{requirements,type}', '') NOT IN ('', p_type) THEN
        faults := faults || jsonb_build_object('pointer', '/testCaseId',
            'message', format('The test case is for devices of type "%s".', document #>> '{requirements,type}'));
    END IF;
    SELECT string_agg(p ->> 'name', ', ') INTO open FROM jsonb_array_elements(coalesce(document -> 'parameters', '[]')) p
        WHERE coalesce(p -> 'defaultValue', 'null') = 'null';
    IF open IS NOT NULL THEN
        faults := faults || jsonb_build_object('pointer', '/testCaseId',
            'message', format('The test case has parameters without a default, which nobody would say: %s.', open));
    END IF;
    IF NOT EXISTS (SELECT FROM environments e WHERE e.id = p_environment AND e.deleted_at IS NULL) THEN
        faults := faults || jsonb_build_object('pointer', '/environmentId', 'message', 'There is no such environment.');
    END IF;
    RETURN faults;
END $$;

-- Gives a device type (NewHealthCheck) its health check; p_id NULL: its first, otherwise the one that stands at p_version. Devices that
-- are in service stay there until a check is due. {"status": …}: done {healthCheck, events}, taken (the type has one), not_found, stale,
-- invalid {faults}.
CREATE OR REPLACE FUNCTION set_health_check(p_id uuid, p_version bigint, p_says jsonb, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    h      health_checks;
    before jsonb;
    faults jsonb;
BEGIN
    PERFORM FROM test_cases c WHERE c.id = (p_says ->> 'testCaseId')::uuid FOR KEY SHARE; -- it is not deleted meanwhile
    PERFORM FROM environments e WHERE e.id = (p_says ->> 'environmentId')::uuid FOR KEY SHARE; -- not while it is being deleted
    faults := health_check_faults(p_says ->> 'deviceType', (p_says ->> 'testCaseId')::uuid, (p_says ->> 'environmentId')::uuid);
    IF p_id IS NOT NULL THEN
        SELECT * INTO h FROM health_checks WHERE id = p_id FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RETURN jsonb_build_object('status', 'not_found');
        ELSIF h.version <> p_version THEN
            RETURN jsonb_build_object('status', 'stale');
        END IF;
        before := health_check_json(h);
    END IF;
    IF faults <> '[]' THEN
        RETURN jsonb_build_object('status', 'invalid', 'faults', faults);
    END IF;
    BEGIN
        IF p_id IS NULL THEN
            INSERT INTO health_checks (device_type, test_case_id, environment_id, every_hours, changed_by)
            VALUES (p_says ->> 'deviceType', (p_says ->> 'testCaseId')::uuid, (p_says ->> 'environmentId')::uuid,
                    (p_says ->> 'everyHours')::integer, p_user)
            RETURNING * INTO h;
        ELSE
            UPDATE health_checks SET device_type = p_says ->> 'deviceType', test_case_id = (p_says ->> 'testCaseId')::uuid,
                environment_id = (p_says ->> 'environmentId')::uuid, every_hours = (p_says ->> 'everyHours')::integer,
                changed_by = p_user, changed_at = now(), version = h.version + 1
            WHERE id = p_id RETURNING * INTO h;
        END IF;
    EXCEPTION WHEN unique_violation THEN
        RETURN jsonb_build_object('status', 'taken');
    END;
    PERFORM audit(p_user, p_address, CASE WHEN p_id IS NULL THEN 'health_check.create' ELSE 'health_check.update' END, 'health_check',
                  h.id::text, before, health_check_json(h));
    RETURN jsonb_build_object('status', 'done', 'healthCheck', health_check_json(h),
                              'events', emit_events(forgo_health_checks(NULL, p_user, p_address)));
END $$;

-- Takes a type its health check. What was kept out of service for it alone comes back. {"status": …}: done {events}, not_found, stale.
CREATE OR REPLACE FUNCTION delete_health_check(p_id uuid, p_version bigint, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    h health_checks;
BEGIN
    SELECT * INTO h FROM health_checks WHERE id = p_id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF h.version <> p_version THEN
        RETURN jsonb_build_object('status', 'stale');
    END IF;
    PERFORM audit(p_user, p_address, 'health_check.delete', 'health_check', h.id::text, health_check_json(h), NULL);
    DELETE FROM health_checks WHERE id = p_id;
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(forgo_health_checks(NULL, p_user, p_address)));
END $$;

-- Devices (p_ids; NULL: all) that wait for a check which their type does not have, or no longer: they need it no more. The events, to be
-- emitted by the caller.
CREATE OR REPLACE FUNCTION forgo_health_checks(p_ids uuid[], p_user uuid, p_address text) RETURNS jsonb[] LANGUAGE plpgsql AS $$
DECLARE
    s      device_services;
    events jsonb[] := '{}';
BEGIN
    FOR s IN SELECT ds.* FROM device_services ds JOIN device_health dh ON dh.device_id = ds.device_id AND dh.due IS NOT NULL
             JOIN devices d ON d.id = ds.device_id
             WHERE (p_ids IS NULL OR d.id = ANY (p_ids)) AND NOT EXISTS (SELECT FROM health_checks h WHERE h.device_type = d.type)
             ORDER BY ds.device_id FOR NO KEY UPDATE OF ds LOOP
        UPDATE device_health SET due = NULL WHERE device_id = s.device_id;
        IF is_kept_by_lab(s) THEN
            events := events || change_service(s, true, '', p_user, '', p_address);
        END IF;
    END LOOP;
    RETURN events;
END $$;

CREATE OR REPLACE FUNCTION is_kept_by_lab(s device_services) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT s.in_service AND s.by_name = ''
$$;

CREATE OR REPLACE FUNCTION health_check_due_words(p_why text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'It has to pass its health check first: ' || CASE p_why
        WHEN 'accepted' THEN 'it is new here.'
        WHEN 'released' THEN 'it was taken away from a run.'
        WHEN 'runner_lost' THEN 'the runner was lost that worked with it.'
        ELSE 'somebody asked for it.' END
$$;

-- Those of these devices whose type has a health check have to pass it before they are offered. Their services are locked here. The
-- events, to be emitted by the caller.
CREATE OR REPLACE FUNCTION require_health_checks(p_ids uuid[], p_why text) RETURNS jsonb[] LANGUAGE plpgsql AS $$
DECLARE
    s      device_services;
    events jsonb[] := '{}';
BEGIN
    FOR s IN SELECT ds.* FROM device_services ds JOIN devices d ON d.id = ds.device_id AND d.deleted_at IS NULL
             JOIN health_checks h ON h.device_type = d.type
             WHERE ds.device_id = ANY (p_ids) ORDER BY ds.device_id FOR NO KEY UPDATE OF ds LOOP
        INSERT INTO device_health (device_id, due) VALUES (s.device_id, p_why)
            ON CONFLICT (device_id) DO UPDATE SET due = excluded.due;
        IF s.in_service OR is_kept_by_lab(s) THEN
            events := events || change_service(s, false, health_check_due_words(p_why), NULL, '', '');
        END IF;
    END LOOP;
    RETURN events;
END $$;

-- The same for the devices of a run that did not end by itself; a health check that did not, has not been passed as it is.
CREATE OR REPLACE FUNCTION require_health_checks_after(p_run_id uuid, p_why text) RETURNS jsonb[] LANGUAGE sql AS $$
    SELECT require_health_checks(array(SELECT rd.device_id FROM run_devices rd JOIN test_runs r ON r.id = rd.run_id
                                       WHERE rd.run_id = p_run_id AND NOT r.health_check), p_why)
$$;

-- A person wants this device checked. {"status": …}: done {device, events}, not_found, no_check (its type has none).
CREATE OR REPLACE FUNCTION ask_health_check(p_device_id uuid, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    d devices;
    events jsonb;
BEGIN
    SELECT * INTO d FROM devices WHERE id = p_device_id AND deleted_at IS NULL;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF NOT EXISTS (SELECT FROM health_checks h WHERE h.device_type = d.type) THEN
        RETURN jsonb_build_object('status', 'no_check', 'type', d.type);
    END IF;
    PERFORM audit(p_user, p_address, 'device.health-check', 'device', p_device_id::text, NULL, NULL);
    events := emit_events(require_health_checks(ARRAY[p_device_id], 'asked'));
    RETURN jsonb_build_object('status', 'done', 'device', device_json(d), 'events', events);
END $$;

-- Starts what is due, with one of these ids for each run: devices that are free and there, and that have to pass their check or had none
-- for the hours that are set. Those whose clock begins with the check itself come one after another, not all at once. The events.
CREATE OR REPLACE FUNCTION start_health_checks(p_run_ids uuid[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    wanted record;
    run    test_runs;
    count  integer := 0;
    events jsonb := '[]';
BEGIN
    FOR wanted IN
        SELECT l.device_id, h.environment_id, h.changed_by, e.document AS environment, newest.id AS revision_id,
               (SELECT coalesce(jsonb_object_agg(p ->> 'name', p -> 'defaultValue'), '{}')
                FROM jsonb_array_elements(coalesce(newest.document -> 'parameters', '[]')) p) AS parameters
        FROM devices d
        JOIN health_checks h ON h.device_type = d.type
        JOIN environments e ON e.id = h.environment_id AND e.deleted_at IS NULL
        JOIN device_leases l ON l.device_id = d.id
        JOIN device_presence p ON p.device_id = d.id
        JOIN device_services s ON s.device_id = d.id
        LEFT JOIN device_health dh ON dh.device_id = d.id
        JOIN LATERAL (SELECT v.* FROM test_case_revisions v WHERE v.test_case_id = h.test_case_id
                      ORDER BY v.revision DESC LIMIT 1) newest ON true
        WHERE d.deleted_at IS NULL AND l.run_id IS NULL AND NOT is_lost(p)
          AND CASE WHEN s.in_service
                   THEN h.every_hours > 0 AND make_interval(hours => h.every_hours)
                        * CASE WHEN dh.checked_at IS NULL THEN (hashtext(d.id::text) & 1023) / 1024.0 ELSE 1 END
                        + coalesce(dh.checked_at, h.changed_at) < now()
                   ELSE s.by_name = '' AND dh.due IS NOT NULL END
          AND health_check_faults(d.type, h.test_case_id, h.environment_id) = '[]'
        ORDER BY l.device_id LIMIT cardinality(p_run_ids)
        FOR NO KEY UPDATE OF l SKIP LOCKED FOR SHARE OF p, s SKIP LOCKED FOR KEY SHARE OF e SKIP LOCKED
    LOOP
        count := count + 1;
        run := open_run(p_run_ids[count], ARRAY[wanted.device_id], wanted.revision_id, wanted.environment_id, wanted.environment,
                        wanted.parameters, 0, wanted.changed_by, true);
        PERFORM audit(NULL, '', 'run.start', 'run', run.id::text, NULL,
                      jsonb_build_object('state', run.state, 'number', run.number, 'deviceIds', ARRAY[wanted.device_id],
                                         'caseRevisionId', wanted.revision_id, 'environmentId', wanted.environment_id,
                                         'healthCheck', true));
        events := events || emit_events(run_events(run.id));
    END LOOP;
    RETURN events;
END $$;

-- What the end of a run means for the health of its devices: nothing unless it was a check. The caller holds the run and its leases. The
-- events, to be emitted by the caller.
CREATE OR REPLACE FUNCTION end_health_check(r test_runs) RETURNS jsonb[] LANGUAGE plpgsql AS $$
DECLARE
    s      device_services;
    events jsonb[] := '{}';
    why    text;
BEGIN
    IF NOT r.health_check THEN
        RETURN events;
    END IF;
    why := left(format('Health check %s, run %s: %s', replace(r.outcome, '_', ' '), r.number,
                       coalesce(nullif(r.reason, ''), 'it was not passed.')), 500);
    FOR s IN SELECT ds.* FROM device_services ds JOIN run_devices rd ON rd.device_id = ds.device_id
             WHERE rd.run_id = r.id ORDER BY ds.device_id FOR NO KEY UPDATE OF ds LOOP
        INSERT INTO device_health (device_id, checked_at) VALUES (s.device_id, now())
            ON CONFLICT (device_id) DO UPDATE SET due = NULL, checked_at = excluded.checked_at;
        IF r.outcome = 'passed' AND is_kept_by_lab(s) THEN
            events := events || change_service(s, true, '', NULL, '', '');
        ELSIF r.outcome <> 'passed' AND (s.in_service OR is_kept_by_lab(s)) THEN
            events := events || change_service(s, false, why, NULL, '', '');
        END IF;
    END LOOP;
    RETURN events;
END $$;

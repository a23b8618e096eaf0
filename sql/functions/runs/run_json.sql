-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A run as the wire has it: TestRun and Job of common/domain. A test reads them back with the strict reader.

CREATE OR REPLACE FUNCTION run_devices_json(p_run_id uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'key', d.key, 'name', d.name) ORDER BY d.key), '[]')
    FROM run_devices rd JOIN devices d ON d.id = rd.device_id
    WHERE rd.run_id = p_run_id
$$;

CREATE OR REPLACE FUNCTION run_json(r test_runs) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', r.id, 'number', r.number, 'state', r.state, 'outcome', r.outcome, 'reason', r.reason,
        'testCaseId', c.id, 'testCaseKey', c.key, 'testCaseTitle', v.document ->> 'title', 'revision', v.revision,
        'environmentId', r.environment_id, 'environmentName', r.environment ->> 'name',
        'devices', run_devices_json(r.id), 'createdBy', u.display_name, 'healthCheck', r.health_check, 'priority', r.priority, 'attempt', r.attempt,
        'runner', r.runner, 'cancelRequested', r.cancel_requested_at IS NOT NULL,
        'progress', jsonb_build_object('step', '', 'stepIndex', 0, 'stepCount', 0, 'percent', 0) || r.progress,
        'createdAt', rfc3339(r.created_at), 'startedAt', rfc3339(r.started_at), 'finishedAt', rfc3339(r.finished_at),
        'version', r.version)
    FROM test_case_revisions v
    JOIN test_cases c ON c.id = v.test_case_id
    JOIN users u ON u.id = r.created_by
    WHERE v.id = r.case_revision_id
$$;

-- What a runner needs, but for callbackUrl and callbackToken, which only the server can make.
CREATE OR REPLACE FUNCTION job_json(r test_runs) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('runId', r.id, 'runNumber', r.number, 'attempt', r.attempt,
        'timeoutSeconds', v.document -> 'timeoutSeconds', 'devices', run_devices_json(r.id),
        'testCaseKey', c.key, 'revision', v.revision, 'testCase', v.document, 'environment', r.environment,
        'parameters', r.parameters,
        'metrics', (SELECT coalesce(jsonb_agg(jsonb_build_object('device', d.key, 'name', m.name, 'unit', m.unit,
                                                                 'intervalMs', m.interval_ms) ORDER BY d.key, m.name), '[]')
                    FROM run_devices rd JOIN devices d ON d.id = rd.device_id JOIN device_metrics m ON m.device_id = d.id
                    WHERE rd.run_id = r.id))
    FROM test_case_revisions v
    JOIN test_cases c ON c.id = v.test_case_id
    WHERE v.id = r.case_revision_id
$$;

-- The parts that a run touches as they stand: its devices' leases, then the run itself.
CREATE OR REPLACE FUNCTION run_events(p_run_id uuid) RETURNS jsonb[] LANGUAGE sql STABLE AS $$
    SELECT array(SELECT event_json('lease', l.device_id, l.version, lease_json(l))
                 FROM run_devices rd JOIN device_leases l ON l.device_id = rd.device_id
                 WHERE rd.run_id = p_run_id ORDER BY l.device_id)
        || array(SELECT event_json('run', r.id, r.version, run_json(r)) FROM test_runs r WHERE r.id = p_run_id)
$$;

CREATE OR REPLACE FUNCTION run_event(r test_runs) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT event_json('run', r.id, r.version, run_json(r))
$$;

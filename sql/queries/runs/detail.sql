-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- TestRunDetail but for grafanaUrl. The timeline and the results are those of the last attempt; the log is that of all, newest 1,000.
SELECT (run_json(r) || jsonb_build_object('testCase', v.document, 'environment', r.environment, 'parameters', r.parameters,
    'timeline', (SELECT coalesce(jsonb_agg(jsonb_build_object('index', s.ordinal, 'name', s.name, 'kind', s.kind,
                     'teardown', s.teardown, 'state', s.state, 'startedAt', rfc3339(s.started_at),
                     'finishedAt', rfc3339(s.finished_at), 'message', s.message) ORDER BY s.ordinal), '[]')
                 FROM run_steps s WHERE s.run_id = r.id AND s.attempt = r.attempt),
    'results', (SELECT coalesce(jsonb_agg(jsonb_build_object('device', t.device, 'step', t.step, 'criterion', t.criterion,
                    'metric', t.metric, 'value', t.value, 'unit', t.unit, 'limit', t.limit_text, 'severity', t.severity,
                    'passed', t.passed, 'noData', t.no_data, 'message', t.message) ORDER BY t.ordinal), '[]')
                FROM run_results t WHERE t.run_id = r.id AND t.attempt = r.attempt),
    'log', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', rfc3339(l.at), 'text', l.line) ORDER BY l.id), '[]')
            FROM (SELECT * FROM run_log g WHERE g.run_id = r.id ORDER BY g.id DESC LIMIT 1000) l),
    'wait', run_wait_json(r), 'grafanaUrl', ''))::text AS run
FROM test_runs r JOIN test_case_revisions v ON v.id = r.case_revision_id
WHERE r.id = $1

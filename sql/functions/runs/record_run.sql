-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What an attempt tells of itself: steps (RunStep) as they change, log lines (LogLine) once each.
CREATE OR REPLACE FUNCTION record_run(p_run_id uuid, p_attempt integer, p_steps jsonb, p_log jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_steps <> '[]' THEN
        INSERT INTO run_steps (run_id, attempt, ordinal, name, kind, teardown, state, started_at, finished_at, message)
            SELECT DISTINCT ON (s.ordinal) p_run_id, p_attempt, s.ordinal, s.name, s.kind, s.teardown, s.state,
                   s.started_at, s.finished_at, s.message
            FROM (SELECT place, (j ->> 'index')::integer AS ordinal, j ->> 'name' AS name, j ->> 'kind' AS kind,
                         (j ->> 'teardown')::boolean AS teardown, j ->> 'state' AS state,
                         (j ->> 'startedAt')::timestamptz AS started_at,
                         (j ->> 'finishedAt')::timestamptz AS finished_at, j ->> 'message' AS message
                  FROM jsonb_array_elements(p_steps) WITH ORDINALITY e(j, place)) s
            ORDER BY s.ordinal, s.place DESC
            ON CONFLICT (run_id, attempt, ordinal) DO UPDATE
                SET name = excluded.name, kind = excluded.kind, teardown = excluded.teardown, state = excluded.state,
                    started_at = excluded.started_at, finished_at = excluded.finished_at, message = excluded.message;
    END IF;
    IF p_log <> '[]' THEN
        INSERT INTO run_log (run_id, attempt, at, line)
            SELECT p_run_id, p_attempt, (j ->> 'at')::timestamptz, j ->> 'text'
            FROM jsonb_array_elements(p_log) WITH ORDINALITY e(j, place) ORDER BY place;
    END IF;
END $$;

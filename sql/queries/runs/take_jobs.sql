-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The oldest jobs to be published that no other server is at, locked until the transaction ends; at most $1. A job that is no longer
-- wanted (claimed, ended, a later attempt) has no text.
SELECT o.id, o.run_id, o.attempt, r.environment ->> 'runnerQueue' AS queue,
       CASE WHEN r.state IN ('queued', 'dispatched') AND r.attempt = o.attempt THEN job_json(r)::text END AS job
FROM job_outbox o JOIN test_runs r ON r.id = o.run_id
ORDER BY o.id LIMIT $1
FOR UPDATE OF o SKIP LOCKED

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Attempts that were dispatched $1 seconds ago or more and that nobody has claimed, with the queue they went to.
SELECT r.id, r.attempt, r.environment ->> 'runnerQueue' AS queue
FROM test_runs r
WHERE r.state = 'dispatched' AND r.dispatched_at < now() - make_interval(secs => $1)
ORDER BY r.dispatched_at LIMIT 100

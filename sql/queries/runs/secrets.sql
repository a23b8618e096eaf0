-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The secret variables of the environment of run $1, as it was when the run started, with their sealed values; none once it has ended.
SELECT r.environment_id, v ->> 'name' AS name, encode(s.sealed, 'hex') AS sealed
FROM test_runs r
CROSS JOIN jsonb_array_elements(r.environment -> 'variables') v
LEFT JOIN LATERAL secrets_at(r.environment_id, r.environment, r.environment_revision) s ON s.name = v ->> 'name'
WHERE r.id = $1::uuid AND r.state <> 'finished' AND (v ->> 'secret')::boolean

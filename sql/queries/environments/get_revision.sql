-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 id, $2 revision
SELECT environment_at_json(e, r)::text AS environment
FROM environments e JOIN environment_revisions r ON r.environment_id = e.id
WHERE e.id = $1::uuid AND e.deleted_at IS NULL AND r.revision = $2

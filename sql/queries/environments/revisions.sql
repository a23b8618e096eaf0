-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Of the environment $1 those before revision $2 (NULL: all), newest first, at most $3.
SELECT jsonb_build_object('revision', r.revision, 'message', r.message, 'createdBy', u.display_name,
                          'createdAt', rfc3339(r.created_at))::text AS item, r.revision
FROM environment_revisions r JOIN users u ON u.id = r.created_by
WHERE r.environment_id = $1::uuid AND ($2::integer IS NULL OR r.revision < $2::integer)
ORDER BY r.revision DESC
LIMIT $3

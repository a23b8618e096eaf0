-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- People as `labwardend users list` shows them.
SELECT u.username, u.display_name, array_to_string(role_names_of(u.id), ', ') AS roles,
       CASE WHEN u.disabled THEN 'disabled'
            WHEN login_locked(u) THEN 'locked by failed log-ins'
            WHEN u.must_change_password AND u.password_ends_at <= now() THEN 'one-time password, ended'
            WHEN u.must_change_password THEN 'one-time password'
            ELSE 'active' END AS state,
       coalesce(to_char(u.last_login_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'never') AS last_login
FROM users u
WHERE u.kind = 'person' AND u.deleted_at IS NULL
ORDER BY lower(u.username)

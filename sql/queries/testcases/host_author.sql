-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who a sync from the command line writes as.
SELECT u.id, u.username, u.display_name, u.disabled, to_jsonb(permissions_of(u))::text AS permissions
FROM users u WHERE lower(u.username) = lower($1) AND u.deleted_at IS NULL

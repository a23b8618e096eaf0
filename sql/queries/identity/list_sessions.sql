-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT encode(token_hash, 'hex') AS id, rfc3339(created_at) AS created_at, rfc3339(last_used_at) AS last_used_at,
       rfc3339(expires_at) AS expires_at, address, user_agent
FROM sessions WHERE user_id = $1::uuid AND expires_at > now()
ORDER BY last_used_at DESC, token_hash

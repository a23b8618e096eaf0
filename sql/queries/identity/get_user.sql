-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT user_admin_json(u)::text AS person FROM users u WHERE id = $1::uuid AND kind = 'person' AND deleted_at IS NULL

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, password_hash, is_active(u) AS active FROM users u WHERE lower(username) = lower($1) AND deleted_at IS NULL

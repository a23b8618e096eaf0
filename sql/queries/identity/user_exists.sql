-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT EXISTS (SELECT FROM users WHERE lower(username) = lower($1) AND deleted_at IS NULL) AS found

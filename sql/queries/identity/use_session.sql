-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT person, left_ms FROM use_session(decode($1, 'hex'), make_interval(secs => $2::float8))

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT expires_at, person
FROM open_session(decode($1, 'hex'), $2::uuid, make_interval(secs => $3::float8), make_interval(secs => $4::float8), $5, $6)

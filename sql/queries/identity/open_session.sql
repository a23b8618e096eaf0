-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT refusal, expires_at, person
FROM open_session($1, $2, $3::uuid, $4, decode($5, 'hex'), make_interval(secs => $6::float8), make_interval(secs => $7::float8), $8, $9)

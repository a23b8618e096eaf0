-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT host_create_user($1, $2, $3, $4, $5::text[], $6, make_interval(secs => $7::float8))::text AS outcome

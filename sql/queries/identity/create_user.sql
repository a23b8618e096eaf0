-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT create_user($1::uuid, $2, $3, $4, $5, $6::text[], $7, make_interval(secs => $8::float8))::text AS outcome

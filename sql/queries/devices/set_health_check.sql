-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 id of the one to be changed or NULL, $2 version it stands at, $3 NewHealthCheck, $4 user, $5 address
SELECT set_health_check($1::uuid, $2::bigint, $3::jsonb, $4::uuid, $5)::text AS outcome

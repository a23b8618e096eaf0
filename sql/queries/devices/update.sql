-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device id, $2 the version it stands at, $3 description, $4 user, $5 address
SELECT update_device($1::uuid, $2::bigint, $3::jsonb, $4::uuid, $5)::text AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 id, $2 the revision it stands at, $3 document, $4 sealed secrets by name (hex), $5 message, $6 user, $7 address
SELECT update_environment($1::uuid, $2::bigint, $3::jsonb, $4::jsonb, $5, $6::uuid, $7)::text AS outcome

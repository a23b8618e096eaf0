-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 id, $2 document, $3 sealed secrets by name (hex), $4 user, $5 address
SELECT create_environment($1::uuid, $2::jsonb, $3::jsonb, $4::uuid, $5)::text AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 id, $2 the revision it stands at, $3 user, $4 address
SELECT delete_environment($1::uuid, $2::bigint, $3::uuid, $4)::text AS outcome

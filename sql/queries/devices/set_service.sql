-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device ids, $2 in service, $3 reason, $4 user, $5 that user's name for people, $6 address
SELECT set_service($1::uuid[], $2::boolean, $3, $4::uuid, $5, $6)::text AS outcome

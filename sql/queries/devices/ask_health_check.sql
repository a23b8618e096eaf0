-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device id, $2 user, $3 address
SELECT ask_health_check($1::uuid, $2::uuid, $3)::text AS outcome

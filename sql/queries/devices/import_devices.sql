-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 devices to register, $2 descriptions to lay over others, $3 user, $4 address
SELECT import_devices($1::jsonb, $2::jsonb, $3::uuid, $4)::text AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 device id, $2 run that is meant or NULL, $3 reason, $4 user, $5 that user's name for people, $6 address
SELECT release_device($1::uuid, $2::uuid, $3, $4::uuid, $5, $6)::text AS answer

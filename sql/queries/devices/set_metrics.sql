-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 key, $2 names, $3 units, $4 intervals in milliseconds
SELECT set_device_metrics($1::text, $2::text[], $3::text[], $4::integer[]) AS known

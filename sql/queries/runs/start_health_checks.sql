-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 ids for the runs, one each
SELECT start_health_checks($1::uuid[])::text AS events

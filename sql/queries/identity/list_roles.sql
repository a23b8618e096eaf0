-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Built-in ones first, from the one that may least.
SELECT role_json(r)::text AS role FROM roles r
ORDER BY NOT built_in, CASE WHEN built_in THEN cardinality(permissions) END, lower(name)

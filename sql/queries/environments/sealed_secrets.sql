-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- All there are.
SELECT s.environment_id, e.name AS environment, s.name, s.revision, encode(s.sealed, 'hex') AS sealed
FROM environment_secrets s JOIN environments e ON e.id = s.environment_id ORDER BY e.name, s.name, s.revision

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Held by the session as long as it lives. After a lost connection the next session takes the same lane, and so waits until
-- whatever the lost one had begun has come to its end.
SELECT pg_advisory_lock($1)

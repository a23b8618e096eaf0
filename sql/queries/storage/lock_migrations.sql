-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Held by the session: one migrate a schema at a time, the next waits.
SELECT pg_advisory_lock(hashtextextended('labwarden.migrate.' || current_setting('search_path'), 0))

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 keys, $2 whether each is online
SELECT key, id, event::text FROM set_presence($1::text[], $2::boolean[])

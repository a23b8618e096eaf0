-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 keys, $2 whether each is online, $3 how each went offline
SELECT key, id, event::text, damped FROM set_presence($1::text[], $2::boolean[], $3::text[])

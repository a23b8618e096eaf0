-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT event::text FROM hear_unregistered($1::text[], $2::boolean[]) event

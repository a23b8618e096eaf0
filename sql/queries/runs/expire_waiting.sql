-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT expire_waiting(make_interval(secs => $1))::text AS events

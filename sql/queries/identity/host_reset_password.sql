-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT host_reset_password($1, $2, $3, make_interval(secs => $4::float8))::text AS outcome

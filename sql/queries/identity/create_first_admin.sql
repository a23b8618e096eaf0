-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT create_first_admin($1, $2, make_interval(secs => $3::float8)) AS made

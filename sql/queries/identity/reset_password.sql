-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT reset_password($1::uuid, $2, $3::uuid, $4, make_interval(secs => $5::float8))::text AS outcome

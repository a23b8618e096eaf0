-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT update_profile($1::uuid, $2, $3, $4, $5)::text AS outcome

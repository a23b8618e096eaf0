-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT update_role($1::uuid, $2, $3::uuid, $4, $5, $6, $7::text[])::text AS outcome

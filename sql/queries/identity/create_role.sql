-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT create_role($1::uuid, $2, $3, $4, $5::text[])::text AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT delete_role($1::uuid, $2, $3::uuid, $4)::text AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT change_users($1::uuid, $2, $3::jsonb)::text AS outcome

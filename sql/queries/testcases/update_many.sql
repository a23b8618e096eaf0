-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT update_test_cases($1::jsonb, $2, $3::uuid, $4)::text AS outcomes

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT update_test_case($1::uuid, $2::integer, $3::jsonb, $4, $5::uuid, $6)::text AS outcome

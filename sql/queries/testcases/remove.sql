-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT delete_test_case($1::uuid, $2::integer, $3::uuid, $4)::text AS outcome

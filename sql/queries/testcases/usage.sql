-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT test_case_usage_json(c)::text AS usage FROM test_cases c WHERE id = $1::uuid AND deleted_at IS NULL

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT test_case_json(c)::text AS test_case FROM test_cases c WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL

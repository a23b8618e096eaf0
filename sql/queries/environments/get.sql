-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT environment_json(e)::text AS environment FROM environments e WHERE id = $1::uuid AND deleted_at IS NULL

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT create_device($1::jsonb, $2::uuid, $3)::text AS outcome

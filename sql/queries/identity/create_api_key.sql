-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT create_api_key($1::uuid, $2, $3, $4::text[], decode($5, 'hex'), $6::timestamptz) AS outcome

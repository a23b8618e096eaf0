-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT revoke_api_key($1::uuid, $2, $3::uuid) AS outcome

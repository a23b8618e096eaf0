-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT unlock_user($1::uuid, $2, $3::uuid)::text AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT end_user_sessions($1::uuid, $2, $3::uuid, decode($4, 'hex')) AS outcome

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT end_sessions($1::uuid, decode($2, 'hex'), decode($3, 'hex'), $4::uuid, $5) AS outcome

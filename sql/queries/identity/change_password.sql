-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT change_password($1, $2, $3::uuid, $4, $5, decode($6, 'hex'), $7) AS outcome

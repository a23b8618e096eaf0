-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT change_password($1::uuid, $2, $3, decode($4, 'hex'), $5) AS outcome

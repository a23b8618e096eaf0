-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT start_run($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, decode($12, 'hex'), $13, $14)::text AS answer

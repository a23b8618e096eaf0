-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT finish_run($1, $2, $3, $4, $5, $6, $7, $8)::text AS answer

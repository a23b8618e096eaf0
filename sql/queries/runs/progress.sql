-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT progress_run($1, $2, $3, $4, $5, $6)::text AS answer

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT claim_run($1, $2, $3, $4, $5)::text AS answer

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT bootstrap_user($1, $2, $3, $4::text[]) AS id

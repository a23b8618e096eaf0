-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT person, left_ms FROM use_api_key(decode($1, 'hex'))

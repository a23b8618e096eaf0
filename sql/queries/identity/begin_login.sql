-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT account, network, user_id, password_hash, refusal, wait_s FROM begin_login($1, $2)

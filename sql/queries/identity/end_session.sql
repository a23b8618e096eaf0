-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT hash FROM end_sessions(decode($1, 'hex'), $2::uuid, false, $3)

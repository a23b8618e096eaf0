-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- $1 environment, $2 name, $3 revision, $4 as it is sealed, $5 as it shall be
SELECT reseal_secret($1::uuid, $2, $3, decode($4, 'hex'), decode($5, 'hex'))

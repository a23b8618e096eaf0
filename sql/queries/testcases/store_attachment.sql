-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT store_attachment($1, $2::bytea, $3::uuid, $4)

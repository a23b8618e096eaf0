-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT refuse_device($1::uuid, $2::uuid, $3, $4) AS outcome

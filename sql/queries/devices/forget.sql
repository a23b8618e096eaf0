-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT forget_device($1::uuid, $2::uuid, $3) AS outcome

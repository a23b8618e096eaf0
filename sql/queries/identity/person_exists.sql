-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT EXISTS (SELECT FROM users WHERE id = $1::uuid AND kind = 'person' AND deleted_at IS NULL) AS found

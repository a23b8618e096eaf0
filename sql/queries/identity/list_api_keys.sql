-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT api_key_json(k) AS key FROM api_keys k JOIN users u ON u.id = k.id ORDER BY u.created_at DESC, k.id

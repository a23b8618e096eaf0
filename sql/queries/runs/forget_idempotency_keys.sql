-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'

-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM exchange_outbox WHERE id = ANY ($1)

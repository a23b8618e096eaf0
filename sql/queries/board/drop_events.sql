-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM event_outbox WHERE id = ANY ($1)

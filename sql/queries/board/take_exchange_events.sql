-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT o.id, o.event::text AS event, o.event ->> 'part' AS part, o.event ->> 'id' AS subject
FROM exchange_outbox o ORDER BY o.id LIMIT $1 FOR UPDATE SKIP LOCKED

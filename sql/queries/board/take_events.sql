-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The oldest events for the Redis Stream that no other server is at, locked until the transaction ends; at most $1.
SELECT o.id, o.event::text AS event FROM event_outbox o ORDER BY o.id LIMIT $1 FOR UPDATE SKIP LOCKED

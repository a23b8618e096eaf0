-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Keeps about the newest $1 events for the exchange; the rows that go are the drops.
DELETE FROM exchange_outbox WHERE id <= (SELECT max(id) FROM exchange_outbox) - $1::bigint
